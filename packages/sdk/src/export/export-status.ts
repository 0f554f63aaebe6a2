import { lanes, type Lane } from './batch.ts';

/** What became of the records of one signal; of log records, lifecycle events are counted by themselves, as `events`. */
export interface SignalStatus {
  delivered: number;
  /** Accepted in part: the server said it left these out. */
  rejectedByServer: number;
  /** Answered with a permanent error such as 400 or 413; the last of them are kept in the dead-letter file. */
  refused: number;
  /** Given up because memory and disk buffer were full, or a record could not be written as OTLP. */
  dropped: number;
  /** Left out of a flood of log records while the buffer was full: see `Thinner`. */
  thinned: number;
  waitingInMemoryBytes: number;
  waitingOnDiskBytes: number;
  /** Bytes of buffer files that could not be read back, as after a power cut. */
  damagedBytes: number;
  reachable: boolean;
  lastError: string | undefined;
}

export type ExportStatus = Readonly<Record<Lane, Readonly<SignalStatus>>>;

const createSignalStatus = (): SignalStatus => ({
  delivered: 0,
  rejectedByServer: 0,
  refused: 0,
  dropped: 0,
  thinned: 0,
  waitingInMemoryBytes: 0,
  waitingOnDiskBytes: 0,
  damagedBytes: 0,
  reachable: true,
  lastError: undefined,
});

export const createExportStatus = (): Record<Lane, SignalStatus> =>
  Object.fromEntries(lanes.map((lane) => [lane, createSignalStatus()])) as Record<Lane, SignalStatus>;

let published: ExportStatus | undefined;

export const publishExportStatus = (status: ExportStatus): void => {
  published = status;
};

/** What became of the telemetry so far; undefined before the first run and when the SDK is off. */
export const exportStatus = (): ExportStatus | undefined => published;
