/** What differs from run to run, in the order in which it is looked for. */
const masks: readonly (readonly [RegExp, string])[] = [
  [/http:\/\/127\.0\.0\.1:\d+/gu, 'http://127.0.0.1:<port>'],
  [/[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}/gu, '<id>'],
  [/\b[0-9a-f]{8}-[0-9a-f]{4}\b/gu, '<id>'],
  [/\d{4}-\d\d-\d\d[T ]\d\d:\d\d(?::\d\d(?:\.\d+)?)?Z?/gu, '<time>'],
  [/\b\d\d:\d\d:\d\d(?:\.\d+)?\b/gu, '<time>'],
  [/\d[\d,.]* (?:ms|s|m|h|min|seconds?|minutes?|KB|MB|GB|KiB|MiB|GiB)\b/gu, '<amount>'],
  [/[ \t]+/gu, ' '],
  [/─+/gu, '─'],
];

const masked = (line: string): string =>
  masks.reduce((text, [pattern, name]) => text.replaceAll(pattern, name), line).trim();

const linesOf = (text: string): string[] =>
  text
    .split('\n')
    .map(masked)
    .filter((line) => line !== '');

/** `…` in a line stands for any text, alone for any number of lines. */
const matches = (expected: string, actual: string): boolean => {
  const parts = expected.split('…').map((part) => part.replaceAll(/[$()*+.?[\\\]^{|}]/gu, String.raw`\$&`));
  return new RegExp(`^${parts.join('.*')}$`, 'u').test(actual);
};

const fits = (expected: readonly string[], actual: readonly string[]): boolean => {
  const [first, ...rest] = expected;
  if (first === undefined) return actual.length === 0;
  if (first === '…') return actual.some((_, skipped) => fits(rest, actual.slice(skipped))) || rest.length === 0;
  const [line, ...following] = actual;
  return line !== undefined && matches(first, line) && fits(rest, following);
};

/** Pages lay JSON out; what is between its values does not count. */
const compact = (text: string): string => text.replaceAll(/\s+/gu, '');

const isJson = (text: string): boolean => {
  try {
    return typeof JSON.parse(text) === 'object';
  } catch {
    return false;
  }
};

/** Whether a page shows what a command printed; times, ids, durations and sizes may differ. */
export const isAsShown = (shown: string, printed: string): boolean =>
  isJson(printed) ? matches(compact(shown), compact(printed)) : fits(linesOf(shown), linesOf(printed));
