import type { SampleRow } from '@sightglass/model/rest';

/** A column of a row that a database answered; SQL Server's wide numbers come as text. */
export const textOf = (row: SampleRow, column: string): string => String(row[column] ?? '');

export const numberOf = (row: SampleRow, column: string): number | null => {
  const value = row[column];
  const number = typeof value === 'number' || (typeof value === 'string' && value !== '') ? Number(value) : Number.NaN;
  return Number.isFinite(number) ? number : null;
};

export const msOf = (row: SampleRow, secondsColumn: string): number | null => {
  const seconds = numberOf(row, secondsColumn);
  return seconds === null ? null : Math.max(0, seconds) * 1_000;
};
