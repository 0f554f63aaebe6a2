import { type RunState, visibleLine, shownOfState } from '@sightglass/model';
import type { tryAuditTable } from '#server';
import { formatCount, formatDuration, formatInstant } from './format.ts';
import type { Style } from './style.ts';
import { renderTable, type Column } from './table.ts';
import { shortName } from './text.ts';

export type AuditTrial = Awaited<ReturnType<typeof tryAuditTable>>;

type Row = AuditTrial['rows'][number];

/** What a look at a table showed: its columns, its newest rows as runs, and the settings to copy. */
export const renderTrial = (trial: AuditTrial, yaml: string, style: Style): string =>
  [
    renderTable(columnColumns(style), trial.columns),
    '',
    rowsOf(trial, style),
    ...trial.notes.map((note) => style.paint('dim', `  ${visibleLine(`${note}.`)}`)),
    ...trial.problems.map((problem) => style.paint('yellow', `  ${visibleLine(problem)}`)),
    ...(trial.hasLocalTimes
      ? ['', `Times are written without a zone and read as ${trial.mapping.timeZone}; --time-zone sets another.`]
      : []),
    ...(trial.missing.length > 0
      ? []
      : ['', style.paint('dim', '# for the file of `sightglass serve --config`'), yaml.trimEnd()]),
  ].join('\n');

const rowsOf = ({ missing, rows }: AuditTrial, style: Style): string => {
  if (missing.length > 0) return 'Its rows cannot be read as runs yet.';
  return rows.length === 0 ? 'It holds no rows yet.' : renderTable(rowColumns(style), rows);
};

const columnColumns = (style: Style): Column<AuditTrial['columns'][number]>[] => [
  { title: 'COLUMN', cell: ({ name }) => shortName(name) },
  { title: 'TYPE', cell: ({ type }) => shortName(type) },
  { title: 'MEANS', cell: ({ means }) => means ?? style.paint('dim', 'not read') },
];

const rowColumns = (style: Style): Column<Row>[] => [
  { title: 'STARTED', cell: ({ startedAt }) => formatInstant(startedAt) },
  { title: 'PIPELINE', cell: ({ pipeline }) => shortName(pipeline) },
  { title: 'STAGE', cell: ({ stage }) => shortName(stage ?? '') },
  { title: 'STATE', cell: ({ state }) => style.shown(shownOfState(state as RunState)) },
  { title: 'TIME', cell: ({ durationMs }) => (durationMs === null ? '' : formatDuration(durationMs)), align: 'right' },
  { title: 'READ', cell: ({ rows }) => (rows === null ? '' : formatCount(rows.read)), align: 'right' },
  { title: 'WRITTEN', cell: ({ rows }) => (rows === null ? '' : formatCount(rows.written)), align: 'right' },
  { title: 'RUN', cell: ({ runId }) => shortName(runId, 60) },
];
