import { attributes as known, events } from '@sightglass/model';
import type { RunAttributes } from '@sightglass/model/rest';
import type { TelemetryClient } from '../../../storage/telemetry/client.ts';
import { aboutSql } from '../../../storage/telemetry/time-sql.ts';
import type { RunFacts } from '../facts.ts';
import { ownedBySql } from '../identity/facts-owned.ts';

interface Row {
  readonly resource: Readonly<Record<string, string>>;
  readonly own: Readonly<Record<string, string>>;
}

const mostAttributes = 200;
const longestValue = 1_000;

/** What a run reported of itself when it started, or ended where the start is not stored; of a run made of spans, its root span. Raises ClickHouseError. */
export const createAttributeReader =
  (telemetry: TelemetryClient) =>
  async (run: RunFacts): Promise<RunAttributes> => {
    const isTrace = run.runId === run.traceId;
    const { where, parameters } = ownedBySql(run);
    const about = aboutSql({ fromMs: run.startedAtMs, toMs: run.finish?.atMs ?? run.lastEventAtMs });
    const ofEvents = `SELECT ResourceAttributes AS resource, LogAttributes AS own FROM logs
      WHERE ${where} AND ${about} AND EventName IN ({names:Array(String)}) ORDER BY EventName DESC, Timestamp LIMIT 1`;
    const ofSpan = `SELECT ResourceAttributes AS resource, SpanAttributes AS own FROM spans
      WHERE TraceId = {runId:String} AND ${about} AND ParentSpanId = '' ORDER BY Timestamp LIMIT 1`;
    const names = [events.runStarted.name, events.runFinished.name];
    const [row] = await telemetry.rows<Row>(isTrace ? ofSpan : ofEvents, { ...parameters, names, runId: run.runId });
    return boundedAttributes({ ...row?.resource, ...row?.own });
  };
export type AttributeReader = ReturnType<typeof createAttributeReader>;

/** Of each run its own, or told elsewhere on its page. */
const ofEachRun: ReadonlySet<string> = new Set([
  known.runId,
  known.runStartedAt,
  known.runHeartbeatIntervalMs,
  'process.pid',
  'service.instance.id',
]);

const boundedAttributes = (all: Readonly<Record<string, string>>): RunAttributes => {
  const entries = Object.entries(all)
    .filter(([key]) => !ofEachRun.has(key))
    .toSorted(([a], [b]) => a.localeCompare(b));
  return {
    attributes: Object.fromEntries(
      entries.slice(0, mostAttributes).map(([key, value]) => [key, value.slice(0, longestValue)]),
    ),
    isWhole: entries.length <= mostAttributes && entries.every(([, value]) => value.length <= longestValue),
  };
};
