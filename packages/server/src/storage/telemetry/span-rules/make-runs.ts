import type { TelemetryClient } from '../client.ts';
import { quote } from '../literal.ts';
import type { SpanRule } from './rules.ts';
import { selectOf } from './views.ts';

/** Days of arrival of which spans are stored, the latest first: `2026-11-30`. */
export const storedDays = async (telemetry: TelemetryClient): Promise<string[]> => {
  const rows = await telemetry.rows<{ day: string }>(
    `SELECT DISTINCT partition AS day FROM system.parts
     WHERE active AND database = currentDatabase() AND table = 'spans' ORDER BY day DESC`,
  );
  return rows.map(({ day }) => day);
};

/** Makes the runs and stages of a rule out of the spans that arrived on a day. Those there are already stay as they are. */
export const makeRunsOf = async (
  telemetry: TelemetryClient,
  rule: SpanRule,
  id: string,
  day: string,
): Promise<void> => {
  await fold(telemetry, 'runs', rule, id, day);
  if (rule.stages.length > 0) await fold(telemetry, 'stages', rule, id, day);
};

/** The views that make them of what arrives, over what is stored. */
const fold = async (
  telemetry: TelemetryClient,
  table: 'runs' | 'stages',
  { service }: SpanRule,
  id: string,
  day: string,
): Promise<void> => {
  const where = `toDate(ReceivedAt) = ${quote(day)} AND ServiceName = ${quote(service)}`;
  const { columns, select } = await selectOf(telemetry, `${table}_of_spans`, 'spans', where);
  await telemetry.execute(
    `INSERT INTO ${table} (${columns}) SELECT ${columns} FROM (${select}) WHERE has(SpanRules, ${quote(id)})
     SETTINGS max_threads = 1, max_memory_usage = 1000000000`,
  );
};
