import type { StorageEvents } from '../../events.ts';
import { type Repeating, repeatedly } from '../../../schedule/repeatedly.ts';
import type { LegalHold } from '../../state/legal-holds.ts';
import type { TelemetryClient } from '../client.ts';
import { quote } from '../literal.ts';
import { keptTables } from './classes.ts';
import { expiredPartitions, type Partition } from './expired.ts';
import type { RetentionLimits } from './limits.ts';
import { heldPartitions } from './held.ts';

export interface RetentionParts {
  readonly telemetry: Pick<TelemetryClient, 'rows' | 'execute'>;
  readonly limits: RetentionLimits;
  /** Where they cannot be read nothing is deleted. */
  readonly holds: () => Promise<readonly LegalHold[]>;
  /** Deletes entries of the access log; how many there were. */
  readonly forgetAccess?: (before: Date) => Promise<number>;
  readonly events: Pick<StorageEvents, 'partitionDropped' | 'retentionFailed' | 'holdsKept'>;
}

const intervalMs = 10 * 60_000;
const dayMs = 86_400_000;

/** Drops what is beyond the limits and not on hold, now; what is beyond them and stays because of a hold. */
export const enforceRetention = async (parts: RetentionParts, nowMs: number): Promise<readonly Partition[]> => {
  const { telemetry, limits, events } = parts;
  const expired = expiredPartitions(await storedPartitions(telemetry), limits, nowMs);
  const held = await heldPartitions(telemetry, await parts.holds(), expired);
  for (const one of expired) {
    if (held.includes(one)) continue;
    const { table, partition, bytes } = one;
    await telemetry.execute(`ALTER TABLE ${table} DROP PARTITION ${quote(partition)}`);
    events.partitionDropped(table, partition, bytes);
  }
  events.holdsKept(held);
  if (limits.accessLogDays !== undefined) await parts.forgetAccess?.(new Date(nowMs - limits.accessLogDays * dayMs));
  return held;
};

export interface Retention extends AsyncDisposable {
  /** Bytes beyond the limits that holds keep, as of the last turn. */
  readonly heldBytes: number;
}

/** Enforces retention at once and every ten minutes. */
export const startRetention = (parts: RetentionParts): Retention => {
  let heldBytes = 0;
  const turn = async (): Promise<number> => {
    const held = await enforceRetention(parts, Date.now());
    heldBytes = bytesOf(held);
    return intervalMs;
  };
  const turning: Repeating = repeatedly(turn, { againInMs: intervalMs, onError: parts.events.retentionFailed });
  return {
    get heldBytes() {
      return heldBytes;
    },
    [Symbol.asyncDispose]: () => turning[Symbol.asyncDispose](),
  };
};

export const bytesOf = (partitions: readonly Pick<Partition, 'bytes'>[]): number =>
  partitions.reduce((sum, { bytes }) => sum + bytes, 0);

export interface StoredPartition extends Partition {
  readonly rows: number;
}

/** What each table holds of each day or month. */
export const storedPartitions = (telemetry: Pick<TelemetryClient, 'rows'>): Promise<StoredPartition[]> =>
  telemetry.rows<StoredPartition>(
    `SELECT table, partition, sum(bytes_on_disk) AS bytes, sum(rows) AS rows FROM system.parts
     WHERE active AND database = currentDatabase() AND table IN ({tables:Array(String)}) GROUP BY table, partition`,
    { tables: [...keptTables] },
  );
