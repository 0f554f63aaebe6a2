import type { CheckVerdict } from '@sightglass/model/rest';
import type { Tone } from './state-words.ts';

/** What came out of a check, of one expectation or of all of a contract; the glyph is drawn by `VerdictGlyph`. */
export const verdictWords = {
  fail: { word: 'Broken', tone: 'bad' },
  warn: { word: 'Warning', tone: 'warn' },
  skip: { word: 'Not checked', tone: 'aside' },
  pass: { word: 'Kept', tone: 'fluid' },
} as const satisfies Record<CheckVerdict, { word: string; tone: Tone }>;

/** What one looks at first; the others hold. */
export const isTroubled = ({ result }: { readonly result: CheckVerdict }): boolean =>
  result === 'fail' || result === 'warn';
