import { nearest } from '../search/nearest.ts';

const example = 'such as Europe/Berlin or UTC';

/** What is wrong with the name of a time zone, and what to write instead; undefined when it can be read. */
export const timeZoneProblem = (name: unknown): string | undefined => {
  if (typeof name !== 'string') return `it is not text; use one ${example}`;
  if (isTimeZone(name)) return undefined;
  const trimmed = name.trim();
  if (trimmed === '') return `it is empty; use one ${example}`;
  if (trimmed !== name && isTimeZone(trimmed)) return `it has a space too many; use "${trimmed}"`;
  const [, sign, hours] = /^(?:UTC|GMT)\s*([+-])\s*(\d{1,2})(?::?00)?$/iu.exec(trimmed) ?? [];
  if (hours !== undefined) return `it is unknown; use "${sign}${hours.padStart(2, '0')}:00", or a place ${example}`;
  const meant =
    nearest(trimmed, zones()) ??
    zones().find((zone) => zone.split('/').at(-1)?.toLowerCase() === trimmed.toLowerCase());
  return meant === undefined ? `it is unknown; use one ${example}` : `it is unknown; did you mean ${meant}?`;
};

const isTimeZone = (name: string): boolean => {
  try {
    new Intl.DateTimeFormat('en', { timeZone: name });
    return true;
  } catch {
    return false;
  }
};

let known: readonly string[] | undefined;
const zones = (): readonly string[] => (known ??= Intl.supportedValuesOf('timeZone'));
