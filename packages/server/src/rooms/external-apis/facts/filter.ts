import type { QueryParameters } from '../../../storage/telemetry/bind.ts';
import { withinSql } from '../../../storage/telemetry/time-sql.ts';

/** Which runs, and what time; an open end is undefined. */
export interface CallFilter {
  readonly fromMs?: number | undefined;
  readonly toMs?: number | undefined;
  readonly api?: string | undefined;
  readonly pipeline?: string | undefined;
  readonly namespace?: string | undefined;
  readonly runId?: string | undefined;
}

/** Columns the time is judged by: what ended before `from` or began after `to` is left out. */
interface TimeColumns {
  readonly from: string;
  readonly to: string;
}

/** Conditions on the key and on folded columns. */
export const scopeSql = (filter: CallFilter, time: TimeColumns) => {
  const { fromMs, toMs, api, pipeline, namespace, runId } = filter;
  const conditions = [
    ...withinSql(time.from, { fromMs, toMs: undefined }),
    ...withinSql(time.to, { fromMs: undefined, toMs }),
    ...(api === undefined ? [] : ['Dependency = {api:String}']),
    ...(pipeline === undefined ? [] : [`PipelineName ${isOf('pipeline', runId)}`]),
    ...(namespace === undefined ? [] : [`PipelineNamespace ${isOf('namespace', runId)}`]),
    ...(runId === undefined ? [] : ['RunId = {runId:String}']),
  ];
  const given = Object.entries({ api, pipeline, namespace, runId }).filter(([, value]) => value !== undefined);
  return {
    where: conditions.length === 0 ? '1' : conditions.join(' AND '),
    parameters: Object.fromEntries(given) as QueryParameters,
  };
};

/** Beside the id of a run: what has the id and names no pipeline is of the run, too. */
const isOf = (name: string, runId: string | undefined): string =>
  runId === undefined ? `= {${name}:String}` : `IN ('', {${name}:String})`;

/** Null for the epoch, which stands for never said. */
export const unixMsOrNull = (column: string): string => `nullIf(toUnixTimestamp64Milli(${column}), 0)`;
