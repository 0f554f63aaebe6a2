import type { Run } from '@sightglass/model/rest';
import { csvLineOf } from '../../../http/csv.ts';

/** The columns of an export, in their order; times are RFC 3339 in UTC, durations milliseconds. */
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
  ['rows_read', ({ rows }) => rows.read],
  ['rows_written', ({ rows }) => rows.written],
  ['rows_rejected', ({ rows }) => rows.rejected],
  ['rows_filtered', ({ rows }) => rows.filtered],
  ['rows_deduplicated', ({ rows }) => rows.deduplicated],
  ['rows_unmatched', ({ rows }) => rows.unmatched],
  ['rows_missing', ({ unexplained }) => unexplained.missing],
  ['rows_extra', ({ unexplained }) => unexplained.extra],
  ['owner', ({ owner }) => owner],
  ['environment', ({ environment }) => environment],
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
