import type { RunState } from '@sightglass/model';
import type { ReceptionTime } from '../../../reception/reception-time.ts';
import type { OffsetSince } from '../../../schedule/zone-offsets.ts';
import type { TelemetryClient } from '../../../storage/telemetry/client.ts';
import { instantSql } from '../../../storage/telemetry/time-sql.ts';
import { namespaceSql } from '../../runs/facts.ts';
import { rowsOfRuns } from '../../runs/identity/facts-folded.ts';
import { runConditions } from '../../runs/list/facts-conditions.ts';
import { nameColumns, stateSql } from '../../runs/list/facts-run-sql.ts';
import { wallSql } from '../../runs/list/hours/facts-week-hours.ts';

/** Runs of one day that are in the same state. */
export interface DayRow {
  /** Days since 1970-01-01, by the clocks of the zone. */
  readonly day: number;
  readonly state: RunState;
  readonly runs: number;
  readonly doubtful: number;
  readonly firstMs: number;
  readonly lastMs: number;
  /** Of the latest of them that declared one; empty where none did. */
  readonly schedule: string;
  readonly timeZone: string;
}

export interface Named {
  readonly namespace: string;
  readonly name: string;
}

interface Window {
  readonly fromMs: number;
  readonly toMs: number;
  readonly offsets: readonly OffsetSince[];
}

const dayMs = 86_400_000;

/** Runs of it that are known to the memory, and have been judged as everywhere else. */
export interface JudgedIds {
  readonly all: readonly string[];
  /** Of those, the ones that succeeded and are to be checked. */
  readonly doubtful: readonly string[];
}

const ownStages = `stages FINAL PREWHERE KeyPipeline = {pipeline:String}`;
const counted = `(Read + Written + Rejected + Filtered + Deduplicated + Unmatched > 0)`;
const stageState = `tupleElement(materialize(Finish), 'State')`;

/** Runs with a stage whose rows do not add up, that failed and of whose name none succeeded, or the last of which loaded none and rejected some. */
const doubtfulByStages = `SELECT RunId FROM ${ownStages} GROUP BY RunId HAVING
  max(NOT LedgerUnchecked AND ${counted} AND toInt256(Read) != toInt256(Written) + Rejected + Filtered + Deduplicated + Unmatched)
  OR (sum(Rejected) > 0 AND argMaxIf(Written, StartedAt, ${counted}) = 0)
  OR length(arrayFilter(name -> NOT has(groupUniqArrayIf(StageName, ${stageState} = 'succeeded'), name), groupUniqArrayIf(StageName, ${stageState} = 'failed'))) > 0`;

/**
 * What makes the data of runs that succeeded doubtful, as far as the engine finds it by itself: contracts, lookups, stages, and rows that do not
 * add up. What is unusual it does not find; of the newest runs that is known.
 */
const doubtfulSql = `state = 'succeeded' AND if(runId IN ({judged:Array(String)}), runId IN ({doubtful:Array(String)}), isUnbalanced
  OR runId IN (SELECT RunId FROM checked_files FINAL WHERE PipelineName = {pipeline:String} AND tupleElement(materialize(Told), 'Result') IN ('fail', 'skip'))
  OR runId IN (SELECT RunId FROM dependency_rows FINAL WHERE PipelineName = {pipeline:String} AND Policy = 'load-unenriched' AND Rows > 0)
  OR runId IN (${doubtfulByStages}))`;

/** How the runs of a pipeline were spread over days: as many rows as there are days and states at most. */
export const readDays = async (
  telemetry: TelemetryClient,
  { namespace, name }: Named,
  { fromMs, toMs, offsets }: Window,
  receptionTime: ReceptionTime,
  judged: JudgedIds = { all: [], doubtful: [] },
): Promise<DayRow[]> => {
  const where = runConditions({ namespace, pipeline: name }, { fromMs, toMs }, receptionTime);
  return rowsOfRuns<DayRow>(
    telemetry,
    (
      folded,
    ) => `SELECT day, state, toFloat64(count()) AS runs, toFloat64(countIf(${doubtfulSql})) AS doubtful, min(atMs) AS firstMs, max(atMs) AS lastMs,
       argMaxIf(declared, atMs, declared != '') AS schedule, argMaxIf(zone, atMs, declared != '') AS timeZone
     FROM (
       SELECT ${nameColumns}, ${stateSql(receptionTime)} AS state, toUnixTimestamp64Milli(StartedAt) AS atMs, toInt32(intDiv(${wallSql(offsets)}, ${dayMs})) AS day,
         tupleElement(materialize(Reported), 'IsUnbalanced') AS isUnbalanced, trimBoth(PipelineSchedule) AS declared, PipelineTimeZone AS zone
       FROM ${folded('KeyPipeline = {pipeline:String}')} WHERE ${where.sql}
     ) GROUP BY day, state ORDER BY day`,
    { ...where.parameters, judged: judged.all, doubtful: judged.doubtful },
  );
};

/** What is known of a pipeline from before a time. */
export interface KnownBefore {
  /** When its first run started that is stored, to the day in UTC; null when there is none. */
  readonly firstDayMs: number | null;
  /** When its latest run before that time started; 0 when there is none. */
  readonly lastMs: number;
  readonly schedule: string;
  readonly timeZone: string;
}

export const readBefore = async (
  telemetry: TelemetryClient,
  { namespace, name }: Named,
  fromMs: number,
): Promise<KnownBefore> => {
  const [row] = await telemetry.rows<Omit<KnownBefore, 'firstDayMs'> & { firstMs: number; days: number }>(
    `SELECT toFloat64(count()) AS days, toUnixTimestamp(min(Day)) * 1000 AS firstMs, toUnixTimestamp64Milli(max(if(before, LastStartAt, toDateTime64(0, 9, 'UTC')))) AS lastMs,
       max(if(before, Declared, (toDateTime64(0, 9, 'UTC'), '', '', '', '', ''))) AS latest, trimBoth(latest.2) AS schedule, latest.3 AS timeZone
     FROM (SELECT *, LastStartAt < ${instantSql(fromMs)} AS before FROM pipeline_days FINAL WHERE PipelineName = {name:String} AND ${namespaceSql} = {namespace:String})`,
    { name, namespace },
  );
  if (row === undefined || row.days === 0) return { firstDayMs: null, lastMs: 0, schedule: '', timeZone: '' };
  return { firstDayMs: row.firstMs, lastMs: row.lastMs, schedule: row.schedule, timeZone: row.timeZone };
};
