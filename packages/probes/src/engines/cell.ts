type Cell = string | number | boolean | null;

/** A value of a database as JSON knows it. */
export const cellOf = (value: unknown): Cell => {
  if (typeof value === 'number' || typeof value === 'boolean' || typeof value === 'string') return value;
  if (value === null || value === undefined) return null;
  return value instanceof Date ? value.toISOString() : JSON.stringify(value);
};

export const textOf = (value: unknown): string => `${cellOf(value) ?? ''}`;
