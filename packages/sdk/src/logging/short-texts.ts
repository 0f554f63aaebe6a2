/** A text of a log line may have this many characters; a line of half a gigabyte helps nobody and costs several. */
const mostCharacters = 1_048_576;
const deepest = 8;

export const shortText = (text: string): string =>
  text.length <= mostCharacters
    ? text
    : `${text.slice(0, mostCharacters).toWellFormed()}… [${(text.length - mostCharacters).toLocaleString('en')} more characters]`;

/** The same attributes, or a copy in which texts that are too long are cut. Raises what a getter raises. */
export const shortTexts = <Values extends Readonly<Record<string, unknown>>>(values: Values): Values =>
  holdsLongText(values, 0) ? (cut(values, 0) as Values) : values;

const holdsLongText = (value: unknown, depth: number): boolean => {
  if (typeof value === 'string') return value.length > mostCharacters;
  if (typeof value !== 'object' || value === null || depth > deepest || ArrayBuffer.isView(value)) return false;
  for (const key in value) if (holdsLongText((value as Record<string, unknown>)[key], depth + 1)) return true;
  return false;
};

const cut = (value: unknown, depth: number): unknown => {
  if (typeof value === 'string') return shortText(value);
  if (typeof value !== 'object' || value === null || depth > deepest) return value;
  if (Array.isArray(value)) return value.map((item) => cut(item, depth + 1));
  return Object.fromEntries(Object.entries(value).map(([key, item]) => [key, cut(item, depth + 1)]));
};
