import { createHash } from 'node:crypto';

/** Characters a text may have in an audit table; the rest of a longer one is left out, with `…` in its place. */
export const longestText = { error: 32_768, file: 1_000, name: 200 } as const;

/**
 * A text any database takes, whatever a program or a driver put into it: the NUL that PostgreSQL refuses, half a surrogate pair and
 * characters that XML has not become U+FFFD.
 */
export const storableText = (text: string, most: number): string => {
  const cut = text.length > most ? `${text.slice(0, most - 1)}…` : text;
  return cut.toWellFormed().replaceAll(unstorable, '\uFFFD');
};

// oxlint-disable-next-line no-control-regex
const unstorable = /[\u0000-\u0008\u000B\u000C\u000E-\u001F\uFFFE\uFFFF]/g;

/** As storableText, and two keys that differ stay two. */
export const storableKey = (text: string, most: number = longestText.name): string => {
  const storable = storableText(text, most);
  if (storable === text) return text;
  const hash = createHash('sha256').update(Buffer.from(text, 'utf16le')).digest('hex').slice(0, 16);
  return `${storable.slice(0, most - hash.length - 1).toWellFormed()}~${hash}`;
};

/** For a database whose encoding has no more than ASCII in common with ours. */
export const asciiText = (text: string): string => text.replaceAll(/[^\t\n\r -~]/gu, '?');

export const isAscii = (text: string): boolean => asciiText(text) === text;
