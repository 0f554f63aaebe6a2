import { signals, type Signal } from './batch.ts';

/** What became of the records of one signal. */
export interface SignalStatus {
  delivered: number;
  /** Accepted in part: the server said it left these out. */
  rejectedByServer: number;
  /** Answered with a permanent error such as 400 or 413; the last of them are kept in the dead-letter file. */
  refused: number;
  /** Given up because memory and disk buffer were full, or a record could not be written as OTLP. */
  dropped: number;
  waitingInMemoryBytes: number;
  waitingOnDiskBytes: number;
  /** Bytes of buffer files that could not be read back, as after a power cut. */
  damagedBytes: number;
  reachable: boolean;
  lastError: string | undefined;
}

export type ExportStatus = Readonly<Record<Signal, Readonly<SignalStatus>>>;

const createSignalStatus = (): SignalStatus => ({
  delivered: 0,
  rejectedByServer: 0,
  refused: 0,
  dropped: 0,
  waitingInMemoryBytes: 0,
  waitingOnDiskBytes: 0,
  damagedBytes: 0,
  reachable: true,
  lastError: undefined,
});

export const createExportStatus = (): Record<Signal, SignalStatus> =>
  Object.fromEntries(signals.map((signal) => [signal, createSignalStatus()])) as Record<Signal, SignalStatus>;

let published: ExportStatus | undefined;

export const publishExportStatus = (status: ExportStatus): void => {
  published = status;
};

/** What became of the telemetry so far; undefined before the first run and when the SDK is off. */
export const exportStatus = (): ExportStatus | undefined => published;
