import type { StorageEvents } from '../../events.ts';
import { repeatedly } from '../../../schedule/repeatedly.ts';
import type { TelemetryClient } from '../client.ts';
import { quote } from '../literal.ts';
import { dailyTables, expiredPartitions, monthlyTables, type Partition, type RetentionLimits } from './expired.ts';

export interface RetentionParts {
  readonly telemetry: TelemetryClient;
  readonly limits: RetentionLimits;
  readonly events: Pick<StorageEvents, 'partitionDropped' | 'retentionFailed'>;
}

const intervalMs = 10 * 60_000;

/** Drops what is beyond the limits, now. */
export const enforceRetention = async ({ telemetry, limits, events }: RetentionParts, nowMs: number): Promise<void> => {
  for (const { table, partition, bytes } of expiredPartitions(await partitionsOf(telemetry), limits, nowMs)) {
    await telemetry.execute(`ALTER TABLE ${table} DROP PARTITION ${quote(partition)}`);
    events.partitionDropped(table, partition, bytes);
  }
};

/** Enforces retention at once and every ten minutes. */
export const startRetention = (parts: RetentionParts): AsyncDisposable =>
  repeatedly(async () => (await enforceRetention(parts, Date.now()), intervalMs), {
    againInMs: intervalMs,
    onError: parts.events.retentionFailed,
  });

const partitionsOf = (telemetry: TelemetryClient): Promise<Partition[]> =>
  telemetry.rows<Partition>(
    `SELECT table, partition, sum(bytes_on_disk) AS bytes FROM system.parts
     WHERE active AND database = currentDatabase() AND table IN ({tables:Array(String)}) GROUP BY table, partition`,
    { tables: [...dailyTables, ...monthlyTables] },
  );
