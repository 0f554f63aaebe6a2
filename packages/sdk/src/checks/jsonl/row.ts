/** The object on a line, taken out of a reject file's when it is one; undefined when the line holds none. */
export const rowIn = (line: string): Readonly<Record<string, unknown>> | undefined => {
  const object = objectIn(line);
  return object !== undefined && '_line' in object && '_reasons' in object ? objectOf(object['row']) : object;
};

const objectIn = (line: string): Readonly<Record<string, unknown>> | undefined => {
  try {
    return objectOf(JSON.parse(line));
  } catch {
    return undefined;
  }
};

const objectOf = (value: unknown): Readonly<Record<string, unknown>> | undefined =>
  typeof value === 'object' && value !== null && !Array.isArray(value)
    ? (value as Readonly<Record<string, unknown>>)
    : undefined;
