import { isExplained, isSimulated, isWithoutRows, knownCounts, visibleLine } from '@sightglass/model';
import type { Run } from '@sightglass/model/rest';
import { formatDuration, formatInstant } from '../format.ts';
import { countWord, ledgerWord } from '../ledger-words.ts';
import type { Style } from '../style.ts';
import { renderTable, type Column } from '../table.ts';
import { shortName, visibleLines } from '../text.ts';

const longestOutcome = 160;

/** A table with a line for each run, and under it what is wrong with that run. */
export const renderRunList = (runs: readonly Run[], style: Style): string =>
  renderTable(columns(style, runs), runs, (run) => whatIsWrong(run, style));

const columns = (style: Style, runs: readonly Run[]): Column<Run>[] => [
  { title: 'STARTED', cell: startOf },
  {
    title: 'PIPELINE',
    cell: nameOf,
  },
  { title: 'STATE', cell: (run) => style.shown(run.shown) },
  { title: 'TIME', cell: timeOf, align: 'right' },
  { title: 'READ', cell: (run) => countWord(knownCounts(run).read), align: 'right' },
  { title: 'WRITTEN', cell: (run) => countWord(knownCounts(run).written), align: 'right' },
  { title: 'LEDGER', cell: (run) => ledgerCell(run, style) },
  ...(runs.some(({ version }) => version)
    ? [{ title: 'VERSION', cell: ({ version }: Run) => shortName(version ?? '') }]
    : []),
  { title: 'RUN', cell: (run) => visibleLine(run.runId) },
];

/** What is made up is never shown without a word about it. */
const nameOf = (run: Run): string =>
  `${shortName(run.namespace === 'default' ? run.pipeline : `${run.namespace}/${run.pipeline}`)}${isSimulated(run) ? ' (simulated)' : ''}`;

/** One that was missed never started. */
const startOf = ({ state, startedAt }: Run): string =>
  state === 'missed' ? `was due ${formatInstant(startedAt)}` : formatInstant(startedAt);

/** Of a run without a signal only the last event is known; one that was missed took no time. */
const timeOf = ({ state, durationMs }: Run): string => {
  if (state === 'missed') return '';
  return state === 'lost' ? `≥ ${formatDuration(durationMs)}` : formatDuration(durationMs);
};

const ledgerCell = (run: Run, { paint }: Style): string => {
  if (isWithoutRows(run)) return '';
  const isOpen = run.state !== 'running' && !isExplained(run.unexplained);
  return isOpen ? paint('red', ledgerWord(run)) : ledgerWord(run);
};

const whatIsWrong = (run: Run, { paint }: Style): string[] => {
  const [outcome] = visibleLines(run.outcome);
  return outcome ? [`  ${paint('dim', shortName(outcome, longestOutcome))}`] : [];
};
