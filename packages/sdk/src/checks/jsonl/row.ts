export type JsonRow = Readonly<Record<string, unknown>>;

/** The object in a text; undefined when it is none. */
export const objectIn = (text: string): JsonRow | undefined => {
  const value = jsonIn(text);
  return typeof value === 'object' && value !== null && !Array.isArray(value) ? (value as JsonRow) : undefined;
};

/** The value in a text; undefined when it is no JSON. */
export const jsonIn = (text: string): unknown => {
  try {
    return JSON.parse(text) as unknown;
  } catch {
    return undefined;
  }
};

/** A line of a reject file in three: our own keys, the row, and what closes the line. */
export interface RejectLine {
  readonly own: string;
  readonly row: string;
  readonly close: string;
}

const ownKeys =
  /^\s*\{\s*"_line"\s*:\s*\d+\s*,\s*"_reasons(?:_masked)?"\s*:\s*\[(?:[^"\]]|"(?:[^"\\]|\\.)*")*\]\s*,\s*"row"\s*:\s*/u;

/** Undefined for any other line. */
export const splitRejectLine = (line: string): RejectLine | undefined => {
  const own = ownKeys.exec(line)?.[0];
  const whole = line.trimEnd();
  if (own === undefined || !whole.endsWith('}')) return undefined;
  const { length } = whole.slice(0, -1).trimEnd();
  return { own, row: line.slice(own.length, length), close: line.slice(length) };
};
