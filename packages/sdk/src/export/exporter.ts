import { basename } from 'node:path';
import type { SdkConfig } from '../config/environment.ts';
import { signals, type Batch, type Signal } from './batch.ts';
import { bufferDirFor, createBufferHome, type BufferHome } from './disk/buffer-home.ts';
import { createDeadLetters } from './disk/dead-letters.ts';
import { createDiskBuffer, type DiskBuffer } from './disk/disk-buffer.ts';
import { createExportStatus, type ExportStatus, type SignalStatus } from './export-status.ts';
import { createNotices, type Notices } from './notices.ts';
import { createOtlpSender, type OtlpSender } from './otlp-sender.ts';
import { createOutbox, type Outbox } from './outbox.ts';

/** Takes finished OTLP request bodies and sees them delivered, whatever the server does. */
export interface Exporter {
  readonly status: ExportStatus;
  add(signal: Signal, batch: Batch): void;
  dropped(signal: Signal, records: number, reason: string): void;
  flush(timeoutMs: number): Promise<void>;
  /** See {@link Outbox.drain}. */
  drain(timeoutMs: number): Promise<void>;
  persist(): void;
  /** Whether there is something to receive for a server that answers, or was down and may be back. */
  readonly hasWork: boolean;
  /** Ends this exporter and leaves its disk buffer to whoever comes next. */
  abandon(): void;
  close(): void;
}

const memoryLimitBytes = 8 * 1024 * 1024;
export const requestTimeoutMs = 10_000;
const diskLimitBytes: Record<Signal, number> = {
  logs: 128 * 1024 * 1024,
  traces: 64 * 1024 * 1024,
  metrics: 16 * 1024 * 1024,
};
const upkeepIntervalMs = 60_000;

export interface ExporterConfig
  extends Pick<SdkConfig, 'urls' | 'headers' | 'bufferDir'>, Partial<Pick<SdkConfig, 'quiet'>> {
  /** Folder in `bufferDir` to keep what waits in, other than that of `urls`: it was kept for a server that is here now. */
  readonly waitingDir?: string;
}

export const createExporter = (config: ExporterConfig): Exporter => {
  const status = createExportStatus();
  const notices = createNotices(config);
  const home = config.bufferDir === undefined ? undefined : createHome(config.bufferDir, config);
  const dropped = (signal: Signal, records: number, reason: string) => {
    status[signal].dropped += records;
    notices.dropped(reason);
  };
  const parts: LaneParts = { config, status, notices, dropped, home, abandoned: home?.adopt() ?? [] };
  const lanes = {
    logs: openLane(parts, 'logs'),
    traces: openLane(parts, 'traces'),
    metrics: openLane(parts, 'metrics'),
  };
  const outboxes: Outbox[] = signals.map((signal) => lanes[signal].outbox);
  const upkeep = setInterval(() => home?.touch(), upkeepIntervalMs).unref();
  const close = () => {
    clearInterval(upkeep);
    for (const lane of Object.values(lanes)) closeLane(lane);
  };
  return {
    status,
    get hasWork() {
      return outboxes.some((outbox) => outbox.isDue);
    },
    add: (signal, batch) => lanes[signal].outbox.add(batch),
    dropped,
    flush: async (timeoutMs) => {
      await Promise.all(outboxes.map((outbox) => outbox.flush(timeoutMs)));
    },
    drain: async (timeoutMs) => {
      await Promise.all(outboxes.map((outbox) => outbox.drain(timeoutMs)));
    },
    persist: () => {
      for (const outbox of outboxes) outbox.persist();
    },
    abandon: () => {
      close();
      home?.abandon();
    },
    close,
  };
};

/** What the way of a signal is made of. */
interface LaneParts {
  readonly config: ExporterConfig;
  readonly status: Record<Signal, SignalStatus>;
  readonly notices: Notices;
  readonly dropped: Exporter['dropped'];
  readonly home: BufferHome | undefined;
  /** Buffer files of processes that have ended. */
  readonly abandoned: readonly string[];
}

/** The way of one signal to its server. */
interface Lane {
  readonly sender: OtlpSender;
  readonly disk: DiskBuffer | undefined;
  readonly outbox: Outbox;
}

const openLane = (parts: LaneParts, signal: Signal): Lane => {
  const { config, status, notices } = parts;
  const url = config.urls[signal];
  const deadLetters = createDeadLetters(config.bufferDir);
  const sender = createOtlpSender({ url, headers: config.headers, requestTimeoutMs });
  const disk = openDisk(parts, signal);
  const outbox = createOutbox({
    sender,
    disk,
    memoryLimitBytes,
    status: status[signal],
    onRefused: (batch, reason) => {
      deadLetters.keep(signal, batch, reason);
      notices.refused(url, reason);
    },
    onUnreachable: (reason) => notices.unreachable(reason),
    onDropped: (records, reason) => parts.dropped(signal, records, reason),
  });
  return { sender, disk, outbox };
};

const openDisk = ({ home, status, notices, dropped, abandoned }: LaneParts, signal: Signal): DiskBuffer | undefined => {
  if (home === undefined) return undefined;
  const disk = createDiskBuffer({
    home,
    signal,
    limitBytes: diskLimitBytes[signal],
    onDropped: (records, reason) => dropped(signal, records, reason),
    onDamaged: (bytes) => (status[signal].damagedBytes += bytes),
    onUnwritable: (error) => notices.unwritable(error),
  });
  disk.adopt(filesOf(signal, abandoned));
  return disk;
};

const closeLane = ({ outbox, disk, sender }: Lane): void => {
  outbox.close();
  disk?.close();
  sender.close();
};

const createHome = (base: string, config: ExporterConfig): BufferHome =>
  createBufferHome(
    config.waitingDir ??
      bufferDirFor(
        base,
        signals.map((signal) => config.urls[signal]),
      ),
    config.urls.logs,
  );

const filesOf = (signal: Signal, paths: readonly string[]): string[] =>
  paths.filter((path) => basename(path).startsWith(`${signal}-`));
