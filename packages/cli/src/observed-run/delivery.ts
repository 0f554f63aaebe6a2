import { deliverInBackground } from '@sightglass/sdk/telemetry';
import type { ExecTelemetry } from './exec-telemetry.ts';

/** What became of a run's telemetry when its program had ended. */
export interface Delivery {
  /** Bytes waiting on disk: a process in the background sends them, or a later run does. */
  readonly keptBytes: number;
  readonly isSentInBackground: boolean;
  /** Log records left out because the buffer was full. */
  readonly thinnedRecords: number;
  readonly lostRecords: number;
  /** Bytes that were neither sent nor kept; they end with this process. */
  readonly lostBytes: number;
  readonly reason: string | undefined;
}

/** Less than this is sent before the end; of more, what takes too long goes on in the background. */
const smallBytes = 8 * 1024 * 1024;
const shortestMs = 250;
/** The end is delayed by at most this share of what the program took. */
const delayShare = 1 / 10;

/** Sends what is left, for a while; the rest goes to disk. `ranForMs`: how long the program ran. */
export const deliver = async ({ telemetry, config }: ExecTelemetry, ranForMs: number): Promise<Delivery> => {
  const { exporter } = telemetry;
  const { flushTimeoutMs, bufferDir } = config;
  const { waitingInMemoryBytes, waitingOnDiskBytes } = exporter.status.logs;
  const isMuch = waitingInMemoryBytes + waitingOnDiskBytes > smallBytes && bufferDir !== undefined;
  const bulkMs = isMuch ? Math.min(flushTimeoutMs, Math.max(shortestMs, ranForMs * delayShare)) : flushTimeoutMs;
  await telemetry.drain(flushTimeoutMs, bulkMs);
  telemetry.persist();
  const lanes = Object.values(exporter.status);
  const sum = (countOf: (status: (typeof lanes)[number]) => number): number =>
    lanes.reduce((total, status) => total + countOf(status), 0);
  const delivery = {
    keptBytes: sum(({ waitingOnDiskBytes: bytes }) => bytes),
    isSentInBackground: exporter.hasWork,
    thinnedRecords: sum(({ thinned }) => thinned),
    lostRecords: sum(({ dropped, refused, rejectedByServer }) => dropped + refused + rejectedByServer),
    lostBytes: sum(({ waitingInMemoryBytes: bytes }) => bytes),
    reason: lanes.find(({ lastError }) => lastError !== undefined)?.lastError,
  };
  deliverInBackground(exporter, config);
  exporter.close();
  return delivery;
};
