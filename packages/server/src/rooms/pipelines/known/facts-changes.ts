import { aboutTheStore, type TelemetryClient } from '../../../storage/telemetry/client.ts';

/** What was inserted about runs since some time, and how to go on from there. Times are those of the engine's clock, in unix ms. */
export interface Changes {
  /** When something was inserted about pipelines of a name. */
  readonly ofPipelines: Inserted;
  /** The same by trace id, of spans, which do not name their pipeline. */
  readonly ofTraces: Inserted;
  /** Which partitions there are, which parts are put aside and what was taken out of them, and since when the engine runs: others say that rows may have gone or come back. */
  readonly parts: string;
  readonly engineStartedMs: number;
  /** When the oldest insert that was under way began, else the time itself: what ends later shows rows that are as old. */
  readonly settledUntilMs: number;
}

export type Inserted = ReadonlyMap<string, readonly number[]>;

interface ChangeRow {
  readonly name: string;
  readonly traceId: string;
  readonly insertedMs: readonly number[];
}

interface StateRow {
  readonly nowMs: number;
  readonly longestInsertMs: number;
  readonly engineStartedMs: number;
  readonly parts: string;
}

/** A clock that is set back by more is noticed, as the engine then seems to have started earlier. */
const overlapMs = 3_000;

/** All that pipelines are read from. */
const tables = "'runs', 'stages', 'checked_files', 'dependency_rows', 'pipeline_days', 'unnamed_pipelines'";

const changedIn = (table: string, pipeline: string, where = '1'): string =>
  `SELECT ${pipeline} AS name, if(name = '', RunId, '') AS traceId, ChangedAt FROM ${table}
   WHERE ChangedAt >= fromUnixTimestamp64Milli({fromMs:Int64}) AND ${where}`;

/** What was inserted at `fromMs` or later, or just now; the state of the engine is read first, so that nothing falls between two of these. */
export const readChanges = async (telemetry: TelemetryClient, settledUntilMs?: number): Promise<Changes> => {
  const [state] = await telemetry.rows<StateRow>(
    `${aboutTheStore} SELECT toUnixTimestamp64Milli(now64(3)) AS nowMs, nowMs - 1000 * uptime() AS engineStartedMs,
       (SELECT toInt64(ceil(1000 * max(elapsed))) FROM system.processes WHERE query_kind = 'Insert') AS longestInsertMs,
       (SELECT arrayStringConcat(arraySort(groupUniqArray(concat(table, ' ', name))), ', ') FROM (
          SELECT table, partition_id AS name FROM system.parts WHERE active AND database = currentDatabase() AND table IN ('runs', 'stages')
          UNION ALL SELECT table, mutation_id FROM system.mutations WHERE is_done AND database = currentDatabase() AND table IN ('runs', 'stages')
          UNION ALL SELECT table, name FROM system.detached_parts WHERE database = currentDatabase() AND table IN (${tables})
        )) AS parts`,
  );
  if (state === undefined) throw new Error('The telemetry engine gave no time.');
  const untilMs = state.nowMs - state.longestInsertMs;
  const rows = await telemetry.rows<ChangeRow>(
    `SELECT name, traceId, groupUniqArray(toUnixTimestamp64Milli(ChangedAt)) AS insertedMs FROM (
       ${changedIn('runs', 'PipelineName')} UNION ALL ${changedIn('checked_files', 'PipelineName')}
       UNION ALL ${changedIn('dependency_rows', 'PipelineName')} UNION ALL ${changedIn('stages', 'KeyPipeline', "KeyPipeline = ''")}
     ) GROUP BY name, traceId`,
    { fromMs: (settledUntilMs ?? untilMs) - overlapMs },
  );
  return {
    ofPipelines: new Map(rows.filter(({ name }) => name !== '').map((row) => [row.name, row.insertedMs])),
    ofTraces: new Map(rows.filter(({ name }) => name === '').map((row) => [row.traceId, row.insertedMs])),
    parts: state.parts,
    engineStartedMs: state.engineStartedMs,
    settledUntilMs: untilMs,
  };
};

/**
 * Of what something was inserted that was not there before. Rows are merged meanwhile, and then have the time of the latest: where an insert
 * was under way, all that is as new may hold rows of it.
 */
export const insertedSince = (before: Inserted, settledUntilMs: number, now: Inserted): string[] =>
  [...now].flatMap(([key, times]) => {
    const seen = new Set(before.get(key));
    return times.some((at) => at >= settledUntilMs || !seen.has(at)) ? [key] : [];
  });
