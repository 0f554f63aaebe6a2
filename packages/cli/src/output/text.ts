import { stripVTControlCharacters } from 'node:util';
import { visibleLine } from '@sightglass/model';

const characters = new Intl.Segmenter();

/** Characters as people count them, colours aside. */
export const widthOf = (text: string): number => charactersOf(stripVTControlCharacters(text)).length;

/** A foreign name, on one line and not too long for a table. */
export const shortName = (name: string, longest = 40): string => {
  const shown = charactersOf(visibleLine(name));
  return shown.length <= longest ? shown.join('') : `${shown.slice(0, longest - 1).join('')}…`;
};

/** The lines of a foreign text, each fit for a terminal. */
export const visibleLines = (text: string): string[] =>
  text.split(/\r?\n/).map((line) => visibleLine(line.replaceAll('\t', '    ')));

const charactersOf = (text: string): string[] => Array.from(characters.segment(text), ({ segment }) => segment);
