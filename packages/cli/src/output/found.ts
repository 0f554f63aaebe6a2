import type { FoundThing } from '@sightglass/model/rest';
import type { Style } from './style.ts';
import { type Column, renderTable } from './table.ts';
import { shortName } from './text.ts';

/** A table with a line for each thing that was found, the best first, and the address of its page. */
export const renderFound = (things: readonly FoundThing[], url: string, style: Style): string =>
  renderTable(columns(url, style), things);

const columns = (url: string, { paint }: Style): Column<FoundThing>[] => [
  { title: 'KIND', cell: ({ kind }) => (kind === 'api' ? 'API' : kind) },
  { title: 'NAME', cell: ({ name }) => shortName(name) },
  {
    title: 'STATE',
    cell: ({ shown }) =>
      shown === null
        ? ''
        : shown.tone === 'bad'
          ? paint('red', shown.word)
          : shown.tone === 'warn'
            ? paint('yellow', shown.word)
            : shown.word,
  },
  { title: 'OF', cell: ({ detail }) => shortName(detail) },
  { title: 'PAGE', cell: ({ page }) => `${url}${page}` },
];
