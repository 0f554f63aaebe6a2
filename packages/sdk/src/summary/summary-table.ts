import {
  openRowsSentence,
  whereWords,
  shownOfState,
  unexplainedBy,
  visibleLine,
  rejectedShare,
  formatShare,
  type LedgerGap,
  formatBytes as bytesWords,
  formatCount as countWords,
  formatDuration as durationWords,
} from '@sightglass/model';
import { dependencyWords } from './dependency-words.ts';
import type { RunSummary, StageSummary } from './run-summary.ts';

export interface TableStyle {
  readonly colour: boolean;
}

interface Column {
  readonly title: string;
  readonly cell: (stage: StageSummary) => string;
  readonly left?: boolean;
}

const columns: readonly Column[] = [
  {
    title: 'stage',
    cell: ({ name, depth, times }) =>
      `${'  '.repeat(depth)}${shorten(name)}${times === 1 ? '' : ` ×${formatCount(times)}`}`,
    left: true,
  },
  { title: 'state', cell: ({ state }) => shownOfState(state).word, left: true },
  { title: 'time', cell: ({ durationMs }) => formatDuration(durationMs) },
  { title: 'read', cell: ({ rows }) => formatCount(rows.read) },
  { title: 'written', cell: ({ rows }) => formatCount(rows.written) },
  { title: 'rejected', cell: ({ rows }) => formatCount(rows.rejected) },
  { title: 'filtered', cell: ({ rows }) => formatCount(rows.filtered) },
  { title: 'repeated', cell: ({ rows }) => formatCount(rows.deduplicated) },
  { title: 'unmatched', cell: ({ rows }) => formatCount(rows.unmatched) },
  { title: 'rows/s', cell: ({ rowsPerSecond }) => formatCount(Math.round(rowsPerSecond ?? 0)) },
  { title: 'retries', cell: ({ retries }) => formatCount(retries) },
  { title: 'cpu', cell: ({ use }) => formatDuration(use?.cpuTimeMs) },
  { title: 'peak rss', cell: ({ use }) => formatBytes(use?.peakRssBytes) },
];

const alwaysShown = new Set(['stage', 'state', 'time']);
const nothing = '·';
const marks: Record<string, string> = { succeeded: '✓', failed: '✗', aborted: '■' };
const colours: Record<string, string> = {
  succeeded: '32',
  failed: '31',
  aborted: '33',
  unbalanced: '33',
  warn: '33',
  bad: '31',
  dim: '2',
  bold: '1',
};

/** A table as wide as its content; a column nobody has a value for is left out. Ends with a line feed. */
export const summaryTable = (summary: RunSummary, style: TableStyle): string => {
  const paint = (text: string, colour: string) =>
    style.colour ? `\u001b[${colours[colour] ?? '0'}m${text}\u001b[0m` : text;
  const lines = ['', headline(summary, paint), ...stageLines(summary, paint), ...notes(summary, paint), ''];
  return `${lines.join('\n')}\n`;
};

type Paint = (text: string, colour: string) => string;

const headline = (summary: RunSummary, paint: Paint): string => {
  const { state, shown, pipeline, rows, durationMs, peakRssBytes, runId } = summary;
  const rejected = rows.rejected === 0 ? '' : `  rejected ${formatShare(rejectedShare(rows))}`;
  const memory = peakRssBytes === undefined ? '' : `  peak ${formatBytes(peakRssBytes)}`;
  return `${paint(`${shown.id === state ? (marks[state] ?? '•') : '▲'} ${shown.word}`, shown.id === state ? state : shown.tone)}  ${paint(visibleLine(pipeline), 'bold')}${rejected}  ${formatDuration(durationMs)}${memory}  ${paint(visibleLine(runId), 'dim')}`;
};

const stageLines = ({ stages, stagesLeftOut }: RunSummary, paint: Paint): string[] => {
  if (stages.length === 0) return [];
  const table = columns
    .map(({ title, cell, left }) => ({ title, left, cells: stages.map(cell) }))
    .filter(({ title, cells }) => alwaysShown.has(title) || cells.some((cell) => cell !== nothing));
  const widths = table.map(({ title, cells }) => Math.max(title.length, ...cells.map((cell) => cell.length)));
  const line = (cells: readonly string[]) =>
    `  ${cells.map((cell, index) => (table[index]?.left ? cell.padEnd(widths[index] ?? 0) : cell.padStart(widths[index] ?? 0))).join('  ')}`;
  const rows = stages.map((stage, row) => {
    const text = line(table.map(({ cells }) => cells[row] ?? ''));
    return stage.state === 'succeeded' ? text : paint(text, stage.state);
  });
  const more = stagesLeftOut === 0 ? [] : [paint(`  and ${formatCount(stagesLeftOut)} faster stages`, 'dim')];
  return [paint(line(table.map(({ title }) => title)), 'dim'), ...rows, ...more];
};

const dependenciesShown = 10;

const notes = ({ state, gaps, failure, dependencies }: RunSummary, paint: Paint): string[] => [
  ...dependencies.slice(0, dependenciesShown).map((used) => paint(`  ${visibleLine(dependencyWords(used))}`, 'dim')),
  ...(failure === undefined ? [] : [paint(`  ${visibleLine(failure.split('\n', 1)[0] ?? '')}`, 'failed')]),
  ...(state === 'succeeded' ? gaps : []).map((gap) => paint(`  ${gapWords(gap)}`, 'unbalanced')),
];

const gapWords = ({ stage, where, difference }: LedgerGap): string =>
  `${openRowsSentence({ state: 'succeeded', unexplained: unexplainedBy(difference) })} ${whereWords(where, shorten(stage))}`;

const longestName = 40;

const shorten = (name: string): string => {
  const shown = visibleLine(name);
  return shown.length > longestName ? `${shown.slice(0, longestName - 1)}…` : shown;
};

const formatCount = (count: number): string => (count === 0 ? nothing : countWords(count));

const formatBytes = (bytes: number | undefined): string => (bytes === undefined ? nothing : bytesWords(bytes));

const formatDuration = (ms: number | undefined): string => (ms === undefined ? nothing : durationWords(ms));
