import { basename } from 'node:path';
import type { SdkConfig } from '../config/environment.ts';
import { signals, type Batch, type Signal } from './batch.ts';
import { bufferDirFor, createBufferHome, type BufferHome } from './disk/buffer-home.ts';
import { createDeadLetters } from './disk/dead-letters.ts';
import { createDiskBuffer } from './disk/disk-buffer.ts';
import { createExportStatus, type ExportStatus } from './export-status.ts';
import { createNotices } from './notices.ts';
import { createOtlpSender } from './otlp-sender.ts';
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
  const deadLetters = createDeadLetters(config.bufferDir);
  const abandoned = home?.adopt() ?? [];

  const dropped = (signal: Signal, records: number, reason: string) => {
    status[signal].dropped += records;
    notices.dropped(reason);
  };
  const openDisk = (signal: Signal) => {
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
  const openOutbox = (signal: Signal) => {
    const { headers, urls } = config;
    const sender = createOtlpSender({ url: urls[signal], headers, requestTimeoutMs });
    const disk = openDisk(signal);
    const outbox = createOutbox({
      sender,
      disk,
      memoryLimitBytes,
      status: status[signal],
      onRefused: (batch, reason) => {
        deadLetters.keep(signal, batch, reason);
        notices.refused(urls[signal], reason);
      },
      onUnreachable: (reason) => notices.unreachable(reason),
      onDropped: (records, reason) => dropped(signal, records, reason),
    });
    return { sender, disk, outbox };
  };
  const lanes = Object.fromEntries(signals.map((signal) => [signal, openOutbox(signal)])) as Record<
    Signal,
    ReturnType<typeof openOutbox>
  >;
  const outboxes: Outbox[] = signals.map((signal) => lanes[signal].outbox);
  const upkeep = setInterval(() => home?.touch(), upkeepIntervalMs).unref();

  const close = () => {
    clearInterval(upkeep);
    for (const { outbox, disk, sender } of Object.values(lanes)) {
      outbox.close();
      disk?.close();
      sender.close();
    }
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
