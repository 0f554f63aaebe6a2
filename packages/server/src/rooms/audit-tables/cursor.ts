import type { AuditColumn } from './table.ts';
import { AuditTableError } from './table.ts';

/** How far back a poll reads again: rows for a number, milliseconds for a time. */
export interface Overlap {
  readonly ids: number;
  readonly ms: number;
}

/** What the cursor was some way before: rows committed late and changed since are seen then. */
export const cursorBefore = (cursor: string, kind: CursorKind, { ids, ms }: Overlap): string =>
  kind === 'number' ? numberBefore(cursor, ids) : timeBefore(cursor, ms);

export type CursorKind = 'number' | 'time';

/** Raises AuditTableError for a column rows cannot be distinguished by order. */
export const cursorKindOf = ({ name, type, kind }: AuditColumn): CursorKind => {
  if (kind === 'number' || kind === 'time') return kind;
  throw new AuditTableError(
    `The cursor column ${name} is ${type}; take one that only grows, such as a numeric id or the time of the last change.`,
  );
};

const numberBefore = (cursor: string, ids: number): string => {
  const [whole = ''] = cursor.split('.');
  return /^-?\d+$/.test(whole) ? `${BigInt(whole) - BigInt(ids)}` : cursor;
};

const timeParts = /^(\d{4}-\d\d-\d\d)[T ](\d\d:\d\d:\d\d)(?:\.\d+)?(.*)$/;

/** In the words the database used, so that a zone it did or did not write stays. */
const timeBefore = (cursor: string, ms: number): string => {
  const [, date, time, zone = ''] = timeParts.exec(cursor) ?? [];
  if (date === undefined) return cursor;
  const [before = ''] = new Date(Date.parse(`${date}T${time}Z`) - ms).toISOString().split('Z');
  return `${before.replace('T', ' ')}${zone}`;
};
