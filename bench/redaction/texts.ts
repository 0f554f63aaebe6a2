/** Texts with and without personal data and secrets, made by a seed: what finds them is measured by these. */
export interface LabelledText {
  /** Rule that should find something; undefined: nothing should be found. */
  readonly rule: string | undefined;
  readonly kind: string;
  readonly text: string;
}

export type Random = (below: number) => number;

/** Mulberry32. */
export const randomOf = (seed: number): Random => {
  let state = seed >>> 0;
  return (below) => {
    state = (state + 0x6d_2b_79_f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return Math.floor((((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296) * below);
  };
};

export const pick = <T>(random: Random, list: readonly T[]): T => list[random(list.length)] as T;

export const digits = (random: Random, count: number): string =>
  Array.from({ length: count }, () => random(10)).join('');

export const hex = (random: Random, count: number): string =>
  Array.from({ length: count }, () => random(16).toString(16)).join('');

export const letters = (random: Random, count: number, from = 'abcdefghijklmnopqrstuvwxyz'): string =>
  Array.from({ length: count }, () => from[random(from.length)]).join('');

export const base62 = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789';

/** Sentences that log lines are; `%` is the place of the thing. */
const sentences = [
  'loaded %',
  'row 17 rejected: % in column 4',
  '{"event":"step","value":"%","ok":true}',
  'user % signed in',
  'value=% status=ok',
  'could not parse "%", skipped',
  'GET /v1/items?ref=% 200',
  '%',
  'retry 2 of 5 for % after 250 ms',
  "INSERT INTO t VALUES ('%', 3)",
];

export const inSentence = (random: Random, thing: string): string => pick(random, sentences).replace('%', () => thing);
