import type { TraceListItem } from '@sightglass/model/rest';
import { formatCount, formatDuration, formatInstant } from '../format.ts';
import type { Style } from '../style.ts';
import { renderTable, type Column } from '../table.ts';
import { shortName } from '../text.ts';

/** A table with a line for each trace. */
export const renderTraceList = (traces: readonly TraceListItem[], style: Style): string =>
  renderTable(columns(style), traces);

const columns = ({ paint }: Style): Column<TraceListItem>[] => [
  { title: 'STARTED', cell: ({ startedAt }) => formatInstant(startedAt) },
  { title: 'TIME', cell: ({ durationMs }) => formatDuration(durationMs), align: 'right' },
  { title: 'SPANS', cell: ({ spans }) => formatCount(spans), align: 'right' },
  {
    title: 'FAILED',
    cell: ({ errors = 0 }) => (errors === 0 ? '' : paint('red', formatCount(errors))),
    align: 'right',
  },
  { title: 'SERVICE', cell: ({ service }) => shortName(service) },
  { title: 'NAME', cell: nameOf },
  { title: 'RUN', cell: runsOf },
  { title: 'TRACE', cell: ({ traceId }) => traceId },
];

/** Without the span that began it, a trace is named by the first there is. */
const nameOf = ({ name, hasRoot = true }: TraceListItem): string =>
  `${shortName(name)}${hasRoot ? '' : ' (its first span is not stored)'}`;

const runsOf = ({ runs = [] }: TraceListItem): string => {
  const [first, ...others] = runs;
  if (first === undefined) return '';
  const name = first.pipeline === '' ? first.runId.slice(0, 13) : first.pipeline;
  return others.length === 0 ? shortName(name) : `${shortName(name)} and ${others.length} more`;
};
