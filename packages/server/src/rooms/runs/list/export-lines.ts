import { isWithoutRows, knownCounts, type Ledger, ledgerColumns } from '@sightglass/model';
import type { Run } from '@sightglass/model/rest';
import { csvLineOf } from '../../../http/files/csv.ts';

/** Nobody counted: that is not 0. */
const isUncounted = (run: Run): boolean => run.rowsCounted === false && isWithoutRows(run);

const countOf = (run: Run, column: keyof Ledger): number | null => {
  if (isUncounted(run)) return null;
  const isKnown = isWithoutRows(run) || (column !== 'read' && column !== 'written');
  return isKnown ? run.rows[column] : knownCounts(run)[column];
};

/** The columns of an export, in their order, empty where nothing is known; times are RFC 3339 in UTC, durations milliseconds. */
const columns: readonly (readonly [name: string, valueOf: (run: Run) => string | number | null | undefined])[] = [
  ['namespace', ({ namespace }) => namespace],
  ['pipeline', ({ pipeline }) => pipeline],
  ['run_id', ({ runId }) => runId],
  ['state', ({ state }) => state],
  ['shown', ({ shown }) => shown.word],
  ['verdict', ({ verdict }) => verdict.id],
  ['started_at', ({ startedAt }) => startedAt],
  ['finished_at', ({ finishedAt }) => finishedAt],
  ['duration_ms', ({ durationMs }) => durationMs],
  ...ledgerColumns.map((column) => [`rows_${column}`, (run: Run) => countOf(run, column)] as const),
  ['rows_missing', (run) => (isUncounted(run) ? null : run.unexplained.missing)],
  ['rows_extra', (run) => (isUncounted(run) ? null : run.unexplained.extra)],
  ['owner', ({ owner }) => owner],
  ['environment', ({ environment }) => environment],
  ['version', ({ version }) => version],
  ['service', ({ service }) => service],
  ['trigger', ({ trigger }) => trigger],
  ['failed_stage', ({ failedStage }) => failedStage],
  ['error_type', ({ failure }) => failure?.type],
  ['error_message', ({ failure }) => failure?.message],
  ['exit_code', ({ exitCode }) => exitCode],
  ['exit_signal', ({ exitSignal }) => exitSignal],
  ['sentence', ({ sentence }) => sentence],
];

/** The first line of a CSV (RFC 4180). */
export const csvHead = csvLineOf(columns.map(([name]) => name));

export const csvLine = (run: Run): string => csvLineOf(columns.map(([, valueOf]) => valueOf(run)));

/** A run whole, as the list answers it. */
export const ndjsonLine = (run: Run): string => `${JSON.stringify(run)}\n`;
