import type { JsonRow } from './row.ts';

/** Names of columns of JSON that are not keys but lead to values within: `a.b`, `items[].sku`, `tags[]`. */
export const isPath = (name: string): boolean =>
  /^[^.[\]]+(?:\[\])*(?:\.[^.[\]]+(?:\[\])*)*$/u.test(name) && /[.[]/u.test(name);

/** Whether there may be several values in a row. */
export const isArrayPath = (name: string): boolean => name.includes('[]') && isPath(name);

/** The keys it leads through. */
export const keysIn = (path: string): string[] => path.replaceAll('[]', '').split('.');

/** Those of a path with `[]` for each array. */
export const stepsOf = (path: string): string[] =>
  path.split('.').flatMap((part) => {
    const key = part.replaceAll('[]', '');
    return [...(key === '' ? [] : [key]), ...Array.from({ length: (part.length - key.length) / 2 }, () => '[]')];
  });

/** A path to the innermost array, and what follows in its items. */
export const splitAtArray = (path: string): { readonly list: string; readonly rest: string } => {
  const end = path.lastIndexOf('[]') + 2;
  return { list: path.slice(0, end), rest: path.slice(end).replace(/^\./u, '') };
};

/** The values a path leads to: one or none without arrays. */
export const valuesAt = (value: unknown, steps: readonly string[]): unknown[] => {
  const [step, ...rest] = steps;
  if (step === undefined) return [value];
  if (step === '[]') return Array.isArray(value) ? value.flatMap((item) => valuesAt(item, rest)) : [];
  return isObject(value) && Object.hasOwn(value, step) ? valuesAt(value[step], rest) : [];
};

const isObject = (value: unknown): value is JsonRow =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

/** What reads a column of a row: a key of the name, or else what the path leads to. */
export const columnReader = (name: string): ((row: JsonRow) => unknown) => {
  if (!isPath(name)) return (row) => row[name];
  const steps = stepsOf(name);
  return (row) => (Object.hasOwn(row, name) ? row[name] : valuesAt(row, steps)[0]);
};

/** Whether the column is there: an array that is empty may have it. */
export const hasPath = (row: JsonRow, path: string): boolean => {
  if (!isArrayPath(path)) return valuesAt(row, stepsOf(path)).length > 0;
  const { list, rest } = splitAtArray(path);
  const [array] = valuesAt(row, stepsOf(list).slice(0, -1));
  return Array.isArray(array) && (array.length === 0 || array.some((item) => valuesAt(item, stepsOf(rest)).length > 0));
};

/** The value with what is at the end of the path starred out. */
export const maskedAt = (value: unknown, steps: readonly string[]): unknown => {
  const [step, ...rest] = steps;
  if (step === undefined) return '***';
  if (step === '[]') return Array.isArray(value) ? value.map((item: unknown) => maskedAt(item, rest)) : value;
  return isObject(value) && Object.hasOwn(value, step) ? { ...value, [step]: maskedAt(value[step], rest) } : value;
};
