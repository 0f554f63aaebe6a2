import { type Severity, severities, severityOf, attributes, events } from '@sightglass/model';
import type { LogFacets } from '@sightglass/model/rest';
import type { TelemetryClient } from '../../storage/telemetry/client.ts';
import type { TimeWindow } from '../../storage/telemetry/search-backwards.ts';
import { nameNowSql } from '../../storage/telemetry/former-names.ts';
import { timeSql } from '../../storage/telemetry/time-sql.ts';
import { conditionsSql } from './facts-conditions.ts';
import { minutesSql } from './facts-minutes.ts';
import { type LogCondition, logConditions, type LogField, logFields } from './conditions.ts';
import type { RunOwner } from '../runs/identity/run-name.ts';
import { quote } from '../../storage/telemetry/literal.ts';

export interface LogSelection extends TimeWindow {
  readonly conditions: readonly LogCondition[];
}

export type SeverityCounts = Record<Severity, number>;

interface Source {
  readonly table: string;
  readonly time: string;
  /** Of its times. */
  readonly resolutionMs: number;
  readonly count: string;
  readonly where: string;
}

const hourMs = 3_600_000;
const minuteMs = 60_000;
const rolledUpFields = new Set<LogField>(['service', 'namespace', 'pipeline', 'stage', 'eventName']);
const facetFields = ['service', 'pipeline', 'stage', 'eventName'] as const satisfies LogField[];
const facetNames = { service: 'service', pipeline: 'pipeline', stage: 'stage', eventName: 'event' } as const;
const mostValues = 25;
/** Bytes; longer values are not listed, as nobody narrows by them. */
const longestValue = 4_096;

/** Counts of logs: from the minutes when they can answer, else from the records. */
export const createLogCounter = (telemetry: TelemetryClient) => ({
  count: (selection: LogSelection) => countOf(telemetry, selection),
  ofRun: async (run: CountedRun) => {
    const selection = selectionOf(run);
    const [logCounts, thinned] = await Promise.all([
      countsBySeverity(telemetry, selection),
      thinnedLogs(telemetry, selection),
    ]);
    return { logCounts, thinnedLogs: thinned };
  },
  bounds: (selection: LogSelection) => boundsOf(telemetry, selection),
  histogram: (selection: LogSelection, steps: Steps) => histogramOf(telemetry, selection, steps),
  facets: (selection: LogSelection) => facetsOf(telemetry, selection),
});
export type LogCounter = ReturnType<typeof createLogCounter>;

interface CountedRun extends RunOwner {
  readonly traceId: string | null;
  readonly startedAtMs: number;
  readonly lastEventAtMs: number;
}

/** Records of a run; one made from a trace has its records by trace. */
const selectionOf = (run: CountedRun): LogSelection => {
  const { runId, namespace, pipeline, traceId, ownsUnnamed, startedAtMs, lastEventAtMs } = run;
  const isSaidOnce = ownsUnnamed && namespace !== 'default';
  const conditions = logConditions(
    runId === traceId ? { traceId } : { runId, pipeline, ...(!isSaidOnce && { namespace }) },
  );
  return { conditions, fromMs: startedAtMs - hourMs, toMs: lastEventAtMs + hourMs };
};

const countsBySeverity = async (telemetry: TelemetryClient, selection: LogSelection): Promise<SeverityCounts> => {
  const source = sourceOf(selection);
  const rows = await telemetry.rows<{ number: number; records: number }>(
    `SELECT SeverityNumber AS number, ${source.count} AS records FROM ${source.table} WHERE ${source.where} GROUP BY SeverityNumber`,
    conditionsSql(selection.conditions).parameters,
  );
  return severityCounts(rows);
};

const countOf = async (telemetry: TelemetryClient, selection: LogSelection): Promise<number> => {
  const source = sourceOf(selection);
  const [row] = await telemetry.rows<{ records: number }>(
    `SELECT ${source.count} AS records FROM ${source.table} WHERE ${source.where}`,
    conditionsSql(selection.conditions).parameters,
  );
  return row?.records ?? 0;
};

/** What the times of the records lie in, whole minutes where those answer; undefined when there are none. */
const boundsOf = async (
  telemetry: TelemetryClient,
  selection: LogSelection,
): Promise<{ fromMs: number; toMs: number } | undefined> => {
  const { resolutionMs, ...source } = sourceOf(selection);
  const [row] = await telemetry.rows<{ fromMs: number; toMs: number; records: number }>(
    `SELECT toUnixTimestamp64Milli(toDateTime64(min(${source.time}), 3)) AS fromMs, toUnixTimestamp64Milli(toDateTime64(max(${source.time}), 3)) AS toMs,
       count() AS records FROM ${source.table} WHERE ${source.where}`,
    conditionsSql(selection.conditions).parameters,
  );
  return row === undefined || row.records === 0 ? undefined : { fromMs: row.fromMs, toMs: row.toMs + resolutionMs };
};

interface Steps {
  readonly fromMs: number;
  readonly toMs: number;
  readonly stepMs: number;
}

/** Counts by level in each step from `fromMs` to `toMs` that has records, by the time it begins. What is stored at an edge of time is in the nearest. */
const histogramOf = async (
  telemetry: TelemetryClient,
  selection: LogSelection,
  { fromMs, toMs, stepMs }: Steps,
): Promise<Map<number, SeverityCounts>> => {
  const source = sourceOf(selection, stepMs);
  const lastStep = Math.max(0, Math.ceil((toMs - fromMs) / stepMs) - 1);
  const rows = await telemetry.rows<{ step: number; number: number; records: number }>(
    `SELECT least(greatest(intDiv(toUnixTimestamp64Milli(toDateTime64(${source.time}, 3)) - ${fromMs}, ${stepMs}), 0), ${lastStep}) AS step, SeverityNumber AS number, ${source.count} AS records
     FROM ${source.table} WHERE ${source.where} GROUP BY step, number`,
    conditionsSql(selection.conditions).parameters,
  );
  const steps = Map.groupBy(rows, (row) => fromMs + row.step * stepMs);
  return new Map([...steps].map(([atMs, counts]) => [atMs, severityCounts(counts)]));
};

/** Events are listed by the names they have now. */
const shownSql = (field: LogField): string =>
  field === 'eventName' ? nameNowSql(logFields[field]) : `toString(${logFields[field]})`;

/** The commonest values of the fields people narrow by. */
const facetsOf = async (telemetry: TelemetryClient, selection: LogSelection): Promise<LogFacets['facets']> => {
  const source = sourceOf(selection);
  const { parameters } = conditionsSql(selection.conditions);
  const byField = facetFields.map(
    (field) =>
      `SELECT ${`'${facetNames[field]}'`} AS key, ${shownSql(field)} AS value, ${source.count} AS count FROM ${source.table}
       WHERE ${source.where} AND ${logFields[field]} != '' AND length(${logFields[field]}) <= ${longestValue} GROUP BY value ORDER BY count DESC, value LIMIT ${mostValues}`,
  );
  const [levels, rows] = await Promise.all([
    countsBySeverity(telemetry, selection),
    telemetry.rows<{ key: string; value: string; count: number }>(
      `SELECT * FROM (${byField.join(' UNION ALL ')}) ORDER BY count DESC, value`,
      parameters,
    ),
  ]);
  const values = Map.groupBy(rows, (row) => row.key);
  return [
    {
      key: 'severity',
      values: severities.map((value) => ({ value, count: levels[value] })).filter(({ count }) => count > 0),
    },
    ...facetFields.map((field) => ({
      key: facetNames[field],
      values: (values.get(facetNames[field]) ?? []).map(({ value, count }) => ({ value, count })),
    })),
  ];
};

/** Minutes answer requests for whole minutes. */
const sourceOf = (selection: LogSelection, stepMs = minuteMs): Source => {
  const conditions = conditionsSql(selection.conditions).sql;
  return stepMs % minuteMs === 0 && isRolledUp(selection)
    ? {
        table: 'logs_per_minute',
        time: 'Minute',
        resolutionMs: minuteMs,
        count: 'sum(Records)',
        where: `${minutesSql(selection)} AND ${conditions}`,
      }
    : {
        table: 'logs',
        time: 'Timestamp',
        resolutionMs: 1,
        count: 'count()',
        where: `${timeSql(selection)} AND ${conditions}`,
      };
};

const isRolledUp = ({ conditions, fromMs, toMs }: LogSelection): boolean =>
  [fromMs, toMs].every((edge) => edge === undefined || edge % minuteMs === 0) && conditions.every(isOfMinutes);

const isOfMinutes = (condition: LogCondition): boolean => {
  if (condition.kind === 'all' || condition.kind === 'any') return condition.of.every(isOfMinutes);
  return condition.kind === 'severity' || (condition.kind === 'field' && rolledUpFields.has(condition.field));
};

const severityCounts = (rows: readonly { number: number; records: number }[]): SeverityCounts => {
  const counts: SeverityCounts = { DEBUG: 0, INFO: 0, WARN: 0, ERROR: 0, CRITICAL: 0 };
  for (const { number, records } of rows) counts[severityOf(number)] += records;
  return counts;
};

/** How many log records the processes that wrote these have left out, because they came faster than they could be sent or kept. */
const thinnedLogs = async (
  telemetry: TelemetryClient,
  selection: TimeWindow & { readonly conditions: readonly LogCondition[] },
): Promise<number> => {
  const { sql, parameters } = conditionsSql(selection.conditions);
  const [row] = await telemetry.rows<{ records: number }>(
    `SELECT sum(ofProcess) AS records FROM (
       SELECT max(toUInt64OrZero(LogAttributes[${quote(attributes.logsThinned)}])) AS ofProcess FROM logs
       WHERE EventName = ${quote(events.logsThinned.name)} AND ${timeSql(selection)} AND ${sql}
       GROUP BY ResourceAttributes[${quote(attributes.serviceInstanceId)}])`,
    parameters,
  );
  return row?.records ?? 0;
};
