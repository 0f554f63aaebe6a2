import { type DurationUnit, readDuration } from '../rows/duration-text.ts';
import { type AuditRow, textOf } from '../rows/row.ts';
import type { AuditColumn } from '../table.ts';
import { plainName } from './column-words.ts';

const named =
  /^(?:run|job|step|load|batch|task|total|process|pipeline)?(?:duration|elapsed(?:time)?|runtime|exec(?:ution)?time|timetaken|timespent|took)(?:in)?([a-z]*)$/u;

const units: Readonly<Record<string, DurationUnit>> = Object.fromEntries([
  ...['ms', 'msec', 'millis', 'milliseconds'].map((word) => [word, 'ms']),
  ...['s', 'sec', 'secs', 'seconds'].map((word) => [word, 's']),
  ...['min', 'mins', 'minutes'].map((word) => [word, 'min']),
  ...['h', 'hr', 'hrs', 'hours'].map((word) => [word, 'h']),
]);

export interface DurationColumn {
  readonly name: string;
  /** Of its numbers; undefined where its values are text with a unit, or nothing says which it is. */
  readonly unit: DurationUnit | undefined;
  /** Its values are numbers, and their unit must be asked for. */
  readonly isUnclear: boolean;
}

/** The column that holds how long a run took, by its name and values; a unit must be part of the name where values are numbers. */
export const durationColumn = (
  free: readonly AuditColumn[],
  sample: readonly AuditRow[],
): DurationColumn | undefined => {
  for (const { name, kind } of free) {
    const [, suffix] = named.exec(plainName(name)) ?? [];
    if (suffix === undefined || kind === 'time') continue;
    const unit = units[suffix];
    if (suffix !== '' && unit === undefined) continue;
    const values = sample.flatMap((row) => textOf(row, name) ?? []);
    const isReadable = values.every((value) => readDuration(value, unit) !== undefined);
    if (isReadable && (kind !== 'number' || unit !== undefined)) return { name, unit, isUnclear: false };
    if (values.length > 0 && values.every((value) => readDuration(value, unit ?? 's') !== undefined))
      return { name, unit: undefined, isUnclear: true };
  }
  return undefined;
};
