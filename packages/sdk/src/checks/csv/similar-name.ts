import { visible } from '../visible.ts';

/** What nobody sees in a name. */
const unseen = /[\p{C}\p{Z}\p{Default_Ignorable_Code_Point}]/gu;

const ways: readonly (readonly [string, (name: string) => string])[] = [
  ['case', (name) => name.toLowerCase()],
  ['Unicode form', (name) => name.normalize('NFKC')],
  ['invisible signs or blanks', (name) => name.replaceAll(unseen, '')],
  ['quotes', (name) => name.replaceAll(/["'`]/gu, '')],
];
const everyWay = (name: string): string => ways.reduce((folded, [, fold]) => fold(folded), name);

/** Which names of the file differ from missing ones in a way people overlook; undefined when none does. */
export const similarWords = (missing: readonly string[], names: readonly string[]): string | undefined => {
  const byFolded = new Map(names.map((name) => [everyWay(name), name]));
  const hints = missing.flatMap((name) => {
    const similar = byFolded.get(everyWay(name));
    if (similar === undefined) return [];
    const way = ways.find(([, fold]) => fold(name) === fold(similar))?.[0] ?? 'case and form';
    return [`${visible(similar)}, which differs from ${visible(name)} by ${way}`];
  });
  return hints.length === 0 ? undefined : `the file has ${hints.slice(0, mostHints).join(', and ')}`;
};
const mostHints = 3;
