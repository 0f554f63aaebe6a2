import type { ChecksumKind } from './checksum.ts';

/** What is done with what is found: its place says so, or has a keyed hash of it, or the value that holds it goes. */
export const redactionActions = ['mask', 'hash', 'drop'] as const;
export type RedactionAction = (typeof redactionActions)[number];

/** Countries whose national ids can be found. */
export const idCountries = ['de', 'es', 'fr', 'it', 'nl', 'pl', 'uk', 'us'] as const;
export type IdCountry = (typeof idCountries)[number];

/**
 * What a thing looks like, as regular expressions that RE2, Hyperscan and JavaScript read alike: no capturing groups, no look-around, no classes
 * but written out ones, no case-insensitive part. Of what they match, `secret` alone goes.
 */
export interface RedactionForm {
  readonly before?: string;
  readonly secret: string;
  readonly after?: string;
  /** Of the secret without its blanks, dots, dashes, slashes and brackets, in upper case. */
  readonly must?: string;
  /** Matches wherever the form does, and is cheaper; names of attributes stand on lines of their own. */
  readonly hint?: string;
}

/** One kind of thing that can be redacted. */
export interface RedactionRule {
  readonly id: string;
  /** What it finds, for people. */
  readonly finds: string;
  readonly forms: readonly RedactionForm[];
  /** Of the secret as it stands: then it is none. */
  readonly unless?: string;
  /** Of the secret as `must` sees it. */
  readonly checksum?: ChecksumKind;
  /** Only looked for when this country is switched on. */
  readonly country?: IdCountry;
}

/** A pattern of ASCII letters in which each may stand in both cases; what stands in brackets or behind `\` stays. */
export const anyCase = (pattern: string): string =>
  pattern.replaceAll(/\\.|\[[^\]]*\]|[a-z]/gu, (part) => (part.length === 1 ? `[${part.toUpperCase()}${part}]` : part));

/** Letters beyond ASCII, to be written in a class: Latin with marks, Greek, Cyrillic, Arabic and others, no punctuation. */
export const otherLetters = '\u{C0}-\u{1FFF}';

/** What stands between a name and its value: `name: "`, `name=`, `"name\": \"`. */
export const assigns = String.raw`["'\\]{0,3} {0,2}[:=] {0,2}["'\\]{0,3}`;

/** The same, and looser, between the name of a number and the number. */
export const namesNumber = String.raw`["'\\]{0,3}[ .:=#-]{1,4}["'\\]{0,3}`;

/** Where a value may follow a name; the key of an attribute ends its line. */
export const hintOf = (name: string): string => String.raw`${name}(?:["'\\]{0,3}[ .:=#-]|\n)`;
