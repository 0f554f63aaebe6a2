import { readLogQuery, termsOfQuery, type LogTerm } from '@sightglass/model';

export interface Piece {
  readonly text: string;
  readonly isHit: boolean;
}

const escape = (text: string): string => text.replaceAll(/[.*+?^${}()|[\]\\]/gu, String.raw`\$&`);

/** What a query searches for in the body, as one pattern; null when nothing. */
export const hitPattern = (query: string): RegExp | null => {
  const wanted = termsOfQuery(readLogQuery(query).nodes).filter(
    ({ key, negated, text }) => key === undefined && !negated && text !== '',
  );
  return wanted.length === 0 ? null : new RegExp(`(${wanted.map(patternOf).join('|')})`, 'giu');
};

/** Of a beginning the whole word is marked. */
const patternOf = ({ text, prefix }: LogTerm): string =>
  prefix === true ? String.raw`(?<![\p{L}\p{N}])${escape(text)}[\p{L}\p{N}]*` : escape(text);

/** Cuts a text into hits and what is between them. */
export const splitHits = (text: string, pattern: RegExp | null): Piece[] =>
  pattern === null
    ? [{ text, isHit: false }]
    : text
        .split(pattern)
        .map((piece, index) => ({ text: piece, isHit: index % 2 === 1 }))
        .filter((piece) => piece.text !== '');
