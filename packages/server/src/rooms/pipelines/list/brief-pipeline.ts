import { type Ledger, ledgerColumns } from '@sightglass/model';
import type { BriefPipeline, BriefStrip, Pipeline, RunMark } from '@sightglass/model/rest';

/** A pipeline as a list shows it. */
export const briefPipeline = (pipeline: Pipeline): BriefPipeline => {
  const { namespace, name, owner, criticality, lastRun, freshAt, nextDueAt = null } = pipeline;
  const { runId, state, startedAt, environment, unexplained, rowsCounted, onlyChecked } = lastRun;
  return {
    namespace,
    name,
    ...(owner !== null && { owner }),
    ...(criticality !== null && { criticality }),
    lastRun: {
      runId,
      state,
      startedAt,
      ...(environment !== null && { environment }),
      rows: counted(lastRun.rows),
      ...((unexplained.missing !== 0 || unexplained.extra !== 0) && { unexplained }),
      ...(rowsCounted === false && { rowsCounted }),
      ...(onlyChecked === true && { onlyChecked }),
    },
    ...(freshAt !== null && { freshAt }),
    ...(nextDueAt !== null && { nextDueAt }),
    strip: stripOf(pipeline.recentRuns),
    shown: pipeline.shown,
    sentenceParts: pipeline.sentenceParts,
    needsAttention: pipeline.needsAttention,
    urgency: pipeline.urgency,
  };
};

const counted = (rows: Ledger): Partial<Ledger> =>
  Object.fromEntries(ledgerColumns.flatMap((column) => (rows[column] === 0 ? [] : [[column, rows[column]]])));

const stripOf = (runs: readonly RunMark[]): BriefStrip => {
  const longestMs = Math.max(1, ...runs.map(({ durationMs }) => durationMs));
  return {
    heights: runs.map(({ durationMs }) => Math.round((100 * durationMs) / longestMs)),
    others: Object.fromEntries(runs.flatMap(({ shown }, at) => (shown.id === 'succeeded' ? [] : [[at, shown.id]]))),
  };
};
