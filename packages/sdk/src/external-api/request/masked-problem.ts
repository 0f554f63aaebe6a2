import { looksSecret } from '@sightglass/model';

const mask = '***';
/** Values of one body that are looked for in a message. */
const mostValues = 1_000;

/**
 * The message of a schema without values of the body it was about: some validators repeat what they received, and that is data of the
 * program's, which telemetry is no place for. Words that look like a token or an address of mail go too.
 */
export const maskedProblem = (message: string, body: unknown): string => {
  const longestFirst = valuesIn(body).toSorted((a, b) => b.length - a.length);
  const masked = longestFirst.reduce((text, value) => text.replaceAll(patternOf(value), mask), message);
  return masked
    .replaceAll(/[\w.+%-]+@[\w-]+(?:\.[\w-]+)+/gu, mask)
    .replaceAll(/[\w.-]{20,}/gu, (word) => (looksSecret(word) ? mask : word));
};

/** A short value only where it stands by itself. */
const patternOf = (value: string): RegExp => {
  const literal = value.replaceAll(/[.*+?^${}()|[\]\\]/gu, String.raw`\$&`);
  return new RegExp(String.raw`(?<![\p{L}\p{N}_])${literal}(?![\p{L}\p{N}_])`, 'gu');
};

/** Texts and numbers within a body, as messages may show them. */
const valuesIn = (body: unknown): string[] => {
  const found = new Set<string>();
  const open: unknown[] = [body];
  while (open.length > 0 && found.size < mostValues) {
    const value = open.pop();
    if (typeof value === 'string') {
      for (const text of [value, JSON.stringify(value).slice(1, -1)]) if (text.trim() !== '') found.add(text);
    } else if (typeof value === 'number') found.add(String(value));
    else if (typeof value === 'object' && value !== null) open.push(...Object.values(value).slice(0, mostValues));
  }
  return [...found];
};
