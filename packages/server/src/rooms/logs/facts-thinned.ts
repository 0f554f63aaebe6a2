import { attributes, events } from '@sightglass/model';
import type { TelemetryClient } from '../../storage/telemetry/client.ts';
import { quote } from '../../storage/telemetry/literal.ts';
import type { TimeWindow } from '../../storage/telemetry/search-backwards.ts';
import { timeSql } from '../../storage/telemetry/time-sql.ts';
import { conditionsSql } from './facts-conditions.ts';
import type { LogCondition } from './conditions.ts';

/** How many log records the processes that wrote these have left out, because they came faster than they could be sent or kept. */
export const thinnedLogs = async (
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
