import { agoWords, type Tone, visibleLine } from '@sightglass/model';
import type { System } from '@sightglass/model/rest';
import type { Style } from './style.ts';
import { renderTable, type Column } from './table.ts';
import { shortName, visibleLines } from './text.ts';

const longestSentence = 160;

/** A table with a line for each system, and under it the sentence about one that needs attention. */
export const renderSystemList = (systems: readonly System[], style: Style, nowMs: number): string =>
  renderTable(columns(style, nowMs), systems, ({ needsAttention, sentence }) => {
    const [words] = visibleLines(sentence);
    return needsAttention && words ? [`  ${style.paint('dim', shortName(words, longestSentence))}`] : [];
  });

/** Shapes differ too, so that states survive without colour. */
const marks: Readonly<Record<Tone, string>> = { bad: '✕', warn: '▲', aside: '○', fluid: '●' };
const kindWords = { database: 'database', api: 'API', 'file-store': 'file store', host: 'host' } as const;

const columns = (style: Style, nowMs: number): Column<System>[] => [
  { title: 'KIND', cell: ({ kind }) => kindWords[kind] },
  { title: 'SYSTEM', cell: ({ name }) => shortName(visibleLine(name)) },
  { title: 'STATE', cell: ({ shown: { tone, word } }) => style.toned(tone, `${marks[tone]} ${word}`) },
  { title: 'LAST SEEN', cell: ({ lastAt }) => (lastAt === null ? '' : agoWords(Date.parse(lastAt), nowMs)) },
  { title: 'USED BY', cell: usedBy },
];

const usedBy = ({ usedBy: [first], pipelines }: System): string => {
  if (first === undefined) return '';
  const more = pipelines > 1 ? ` and ${pipelines - 1} more` : '';
  return `${shortName(visibleLine(first.pipeline))}${more}`;
};
