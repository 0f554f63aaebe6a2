import { createRequire } from 'node:module';
import type * as StringWidth from 'string-width';
import { visibleLine } from '@sightglass/model/words/visible-line';

/** Loaded when the first text is wanted that needs it: its tables of characters would delay every start. */
const stringWidth = (text: string): number => {
  loaded ??= (createRequire(import.meta.url)('string-width') as typeof StringWidth).default;
  return loaded(text);
};
let loaded: typeof StringWidth.default | undefined;
let characters: Intl.Segmenter | undefined;

const isPlain = /^[ -~]*$/u;

/** Columns of a terminal, colours aside: two for what is written wide, as in Chinese, and for an emoji. */
export const widthOf = (text: string): number => (isPlain.test(text) ? text.length : stringWidth(text));

/** A foreign name, on one line and no wider than fits a table. */
export const shortName = (name: string, longest = 40): string => {
  const shown = visibleLine(name);
  return widthOf(shown) <= longest ? shown : `${beginOf(shown, longest - 1)}…`;
};

/** As many whole characters as fit. */
const beginOf = (text: string, width: number): string => {
  let begin = '';
  let left = width;
  for (const character of charactersOf(text)) {
    left -= widthOf(character);
    if (left < 0) break;
    begin += character;
  }
  return begin;
};

/** The lines of a foreign text, each fit for a terminal. */
export const visibleLines = (text: string): string[] =>
  text.split(/\r?\n/).map((line) => visibleLine(line.replaceAll('\t', '    ')));

function* charactersOf(text: string): Generator<string> {
  characters ??= new Intl.Segmenter();
  for (const { segment } of characters.segment(text)) yield segment;
}
