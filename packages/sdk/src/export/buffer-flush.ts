import { lanes } from './batch.ts';
import { createExporter, type Exporter, type ExporterConfig } from './exporter.ts';

/** What became of telemetry that ended processes had left in the disk buffer. */
export interface BufferFlush {
  readonly sentRecords: number;
  /** The server left them out of batches it took, or refused their batch for good. */
  readonly refusedRecords: number;
  readonly leftBytes: number;
  /** Why something was refused or left. */
  readonly reason: string | undefined;
}

const longestMs = 24 * 3_600_000;
const progressIntervalMs = 1_000;

/**
 * Sends what waits on disk for the URLs of `config`, in order, until nothing is left or the server stops taking it. What running processes
 * keep there is theirs to send.
 */
export const flushBuffer = async (
  config: ExporterConfig,
  onProgress: (leftBytes: number) => void,
): Promise<BufferFlush> => {
  const exporter = createExporter(config);
  const timer = setInterval(() => onProgress(stateOf(exporter).leftBytes), progressIntervalMs);
  await exporter.flush(longestMs);
  clearInterval(timer);
  const state = stateOf(exporter);
  exporter.abandon();
  return state;
};

const stateOf = ({ status }: Exporter): BufferFlush => {
  const all = lanes.map((lane) => status[lane]);
  return {
    sentRecords: all.reduce((sum, { delivered }) => sum + delivered, 0),
    refusedRecords: all.reduce((sum, { refused, rejectedByServer }) => sum + refused + rejectedByServer, 0),
    leftBytes: all.reduce((sum, { waitingOnDiskBytes }) => sum + waitingOnDiskBytes, 0),
    reason: all.find(({ lastError }) => lastError !== undefined)?.lastError,
  };
};
