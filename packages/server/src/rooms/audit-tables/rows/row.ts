/** A row as the database writes it: every value as text, null where there is none. */
export type AuditRow = Readonly<Record<string, string | null>>;

/** The text of a column; null when it is empty or not mapped. */
export const textOf = (row: AuditRow, column: string | undefined): string | null => {
  const text = column === undefined ? null : (row[column] ?? null);
  return text === null || text.trim() === '' ? null : text.trim();
};
