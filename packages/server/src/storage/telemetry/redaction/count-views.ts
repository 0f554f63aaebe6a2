import { redactedKey } from '@sightglass/model/redaction';
import type { TelemetryClient } from '../client.ts';
import { quote } from '../literal.ts';

const sources = [
  { signal: 'logs', table: 'logs', own: 'LogAttributes' },
  { signal: 'traces', table: 'spans', own: 'SpanAttributes' },
  { signal: 'metrics', table: 'metric_points', own: 'MetricAttributes' },
] as const;

/** Counts what is redacted on its way into the tables while it is; without a policy an insert has no views to ask. */
export const keepCountViews = async (telemetry: TelemetryClient, isOn: boolean): Promise<void> => {
  for (const { signal, table, own } of sources) {
    const view = `redactions_of_${table}`;
    const marks = [own, 'ResourceAttributes', 'ScopeAttributes'].map((map) => `${map}[${quote(redactedKey)}]`);
    const select = `SELECT Day, ${quote(signal)} AS Signal, part[1] AS Rule, sum(toUInt64OrZero(part[2])) AS Found, count() AS Records
      FROM (
        SELECT toDate(ReceivedAt) AS Day, splitByChar('=', arrayJoin(splitByChar(',', arrayStringConcat([${marks.join(', ')}], ',')))) AS part
        FROM ${table} WHERE ${marks.map((mark) => `${mark} != ''`).join(' OR ')}
      )
      WHERE length(part) = 2 AND match(part[1], '^[a-z-]{1,40}$') GROUP BY Day, Rule`;
    await telemetry.execute(
      isOn
        ? `CREATE MATERIALIZED VIEW IF NOT EXISTS ${view} TO redactions AS ${select}`
        : `DROP VIEW IF EXISTS ${view}`,
    );
  }
};

/** What was redacted by one rule. */
export interface RuleCount {
  readonly rule: string;
  readonly found: number;
  readonly foundToday: number;
}

/** By rule, as far back as counts are kept. */
export const redactionCounts = async (telemetry: Pick<TelemetryClient, 'rows'>): Promise<RuleCount[]> => {
  const rows = await telemetry.rows<{ rule: string; found: string; foundToday: string }>(
    `SELECT Rule AS rule, toString(sum(Found)) AS found, toString(sumIf(Found, Day = toDate(now('UTC')))) AS foundToday FROM redactions GROUP BY Rule ORDER BY Rule`,
  );
  return rows.map(({ rule, found, foundToday }) => ({ rule, found: Number(found), foundToday: Number(foundToday) }));
};
