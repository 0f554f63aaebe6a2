import { visibleLine } from '@sightglass/model';
import type { SilenceItem } from '@sightglass/model/rest';
import { type Column, renderTable } from '../table.ts';
import { shortName } from '../text.ts';

const words = { now: 'holds', later: 'later', over: 'over' } as const;

const columns: readonly Column<SilenceItem>[] = [
  { title: 'SILENCE', cell: ({ id }) => id },
  { title: 'STATE', cell: ({ state }) => words[state] },
  { title: 'UNTIL', cell: ({ until }) => until },
  { title: 'BY', cell: ({ by }) => shortName(visibleLine(by)) },
  { title: 'WHERE', cell: ({ where }) => shortName(visibleLine(whereWords(where))) },
  { title: 'WHY', cell: ({ why }) => shortName(visibleLine(why)) },
];

const whereWords = (where: SilenceItem['where']): string =>
  Object.entries(where)
    .map(([part, value]) => `${part} ${Array.isArray(value) ? value.join(' or ') : value}`)
    .join(', ');

export const renderSilences = (silences: readonly SilenceItem[]): string => renderTable([...columns], silences);
