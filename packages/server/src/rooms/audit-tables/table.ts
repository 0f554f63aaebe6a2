import type { AuditRow } from './rows/row.ts';

/** What a column's values are, as far as reading them matters. */
export type ColumnKind = 'time' | 'number' | 'text' | 'other';

export interface AuditColumn {
  readonly name: string;
  /** As the database calls it. */
  readonly type: string;
  readonly kind: ColumnKind;
  /** Whether it alone is the primary key. */
  readonly isKey: boolean;
}

/** A table of somebody else's database, only ever read. */
export interface AuditTable {
  /** Raises AuditTableError. */
  open(): Promise<AuditSession>;
}

export interface AuditSession extends AsyncDisposable {
  /** In their order. Raises AuditTableError when there is no such table. */
  columns(): Promise<AuditColumn[]>;
  /** Rows whose cursor is at least `from`, smallest first. */
  page(wanted: PageRequest): Promise<AuditRow[]>;
  /** Rows with one of these cursors. */
  at(wanted: Selection & { readonly cursors: readonly string[] }): Promise<AuditRow[]>;
  /** How many rows have no cursor, and so are never read; counts to `most`. */
  withoutCursor(cursor: string, most: number): Promise<number>;
  /** Rows with the greatest cursors, greatest first. */
  newest(wanted: Selection & { readonly limit: number }): Promise<AuditRow[]>;
}

export interface Selection {
  readonly columns: readonly string[];
  readonly cursor: string;
}

export interface PageRequest extends Selection {
  readonly from: string | undefined;
  readonly limit: number;
}

/** The table cannot be read; the message says which, why and what to do. */
export class AuditTableError extends Error {
  readonly code = 'AUDIT_TABLE';
}
