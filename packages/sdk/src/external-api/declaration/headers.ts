/** A header that would not be sent as it is meant, and why, without its value. */
interface Unsendable {
  readonly name: string;
  readonly problem: string;
}

/** The first header that cannot be sent; one without a value is left out. */
export const unsendable = (headers: Readonly<Record<string, string | undefined>>): Unsendable | undefined => {
  for (const [name, value] of Object.entries(headers)) {
    const problem = problemOf(name, value);
    if (problem !== undefined) return { name, problem };
  }
  return undefined;
};

/** A `fetch` trims line breaks at the ends; what was meant with them is not known. */
const problemOf = (name: string, value: unknown): string | undefined => {
  if (!isTaken(() => new Headers([[name, 'x']]))) return 'cannot be sent: that is not a name of a header';
  if (value === undefined) return undefined;
  if (typeof value !== 'string')
    return `cannot be sent: it is not text but ${value === null ? 'null' : typeof value}; give text`;
  if (!/[\r\n\0]/u.test(value) && isTaken(() => new Headers([[name, value]]))) return undefined;
  return 'cannot be sent: a header holds no line breaks and only characters of Latin-1';
};

const isTaken = (make: () => unknown): boolean => {
  try {
    make();
    return true;
  } catch {
    return false;
  }
};
