import type { Telemetry } from '@sightglass/sdk/telemetry';

/** What became of a run's telemetry when its program had ended. */
export interface Delivery {
  /** Bytes waiting on disk for a later run to send. */
  readonly keptBytes: number;
  readonly lostRecords: number;
  /** Bytes that were neither sent nor kept; they end with this process. */
  readonly lostBytes: number;
  readonly reason: string | undefined;
}

/** Sends what is left, for a while; the rest goes to disk. */
export const deliver = async (telemetry: Telemetry, timeoutMs: number): Promise<Delivery> => {
  await telemetry.drain(timeoutMs);
  telemetry.persist();
  const signals = Object.values(telemetry.exporter.status);
  const delivery = {
    keptBytes: signals.reduce((sum, { waitingOnDiskBytes }) => sum + waitingOnDiskBytes, 0),
    lostRecords: signals.reduce(
      (sum, { dropped, refused, rejectedByServer }) => sum + dropped + refused + rejectedByServer,
      0,
    ),
    lostBytes: signals.reduce((sum, { waitingInMemoryBytes }) => sum + waitingInMemoryBytes, 0),
    reason: signals.find(({ lastError }) => lastError !== undefined)?.lastError,
  };
  telemetry.exporter.close();
  return delivery;
};
