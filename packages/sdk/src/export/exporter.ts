import { basename } from 'node:path';
import type { SdkConfig } from '../config/environment.ts';
import { lanes, signalOf, signals, type Batch, type Lane as LaneName } from './batch.ts';
import { bufferDirFor, createBufferHome, type BufferHome } from './disk/buffer-home.ts';
import { createDeadLetters } from './disk/dead-letters.ts';
import { createDiskBuffer, type DiskBuffer } from './disk/disk-buffer.ts';
import { createDrafts, type Draft } from './disk/draft.ts';
import { createExportStatus, type ExportStatus, type SignalStatus } from './export-status.ts';
import { createLeftOutReports } from './left-out.ts';
import { createMakeRoom } from './make-room.ts';
import { createNotices, type Notices } from './notices.ts';
import { createOtlpSender, type OtlpSender } from './otlp-sender.ts';
import { createOutbox, type Outbox } from './outbox.ts';

/** Takes finished OTLP request bodies and sees them delivered, whatever the server does. */
export interface Exporter {
  readonly status: ExportStatus;
  add(lane: LaneName, batch: Batch): void;
  dropped(lane: LaneName, records: number, reason: string): void;
  /** Keeps a batch of log records on disk while it is made; undefined where there is no disk. */
  startDraft(id: string): Draft | undefined;
  /** A log record was left out of a flood. */
  thinned(): void;
  /** Whether so much waits that a flood of records has to be thinned. */
  isFull(lane: LaneName): boolean;
  /** Whether batches come faster than they leave: then larger ones are better. */
  isBehind(lane: LaneName): boolean;
  flush(timeoutMs: number): Promise<void>;
  /** See {@link Outbox.drain}. `bulkTimeoutMs` is for everything but lifecycle events. */
  drain(timeoutMs: number, bulkTimeoutMs?: number): Promise<void>;
  persist(): void;
  /** Whether there is something to receive for a server that answers, or was down and may be back. */
  readonly hasWork: boolean;
  readonly hasWaiting: boolean;
  /** Ends this exporter and leaves its disk buffer to whoever comes next. */
  abandon(): void;
  close(): void;
}

const memoryLimitBytes = 8 * 1024 * 1024;
export const requestTimeoutMs = 10_000;
const mebibyte = 1024 * 1024;
const diskLimitBytes: Record<LaneName, number> = {
  events: 32 * mebibyte,
  // Of this a third is kept free for what must not be left out of a flood.
  logs: 192 * mebibyte,
  traces: 64 * mebibyte,
  metrics: 16 * mebibyte,
};
const fullShare = 2 / 3;
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
  const dropped = (lane: LaneName, records: number, reason: string) => {
    status[lane].dropped += records;
    notices.dropped(reason);
  };
  const parts: LaneParts = { config, status, notices, dropped, home, abandoned: home?.adopt() ?? [] };
  // Events first: what is opened first is sent first.
  const events = openLane(parts, 'events');
  const open = {
    events,
    logs: openLane({ ...parts, onGivenUp: createLeftOutReports((batch) => events.outbox.add(batch)) }, 'logs'),
    traces: openLane(parts, 'traces'),
    metrics: openLane(parts, 'metrics'),
  };
  const outboxes: Outbox[] = lanes.map((lane) => open[lane].outbox);
  const upkeep = setInterval(() => home?.touch(), upkeepIntervalMs).unref();
  const close = () => {
    clearInterval(upkeep);
    for (const lane of Object.values(open)) closeLane(lane);
    home?.release();
  };
  return {
    status,
    get hasWork() {
      return outboxes.some((outbox) => outbox.isDue);
    },
    get hasWaiting() {
      return outboxes.some((outbox) => !outbox.isEmpty);
    },
    add: (lane, batch) => open[lane].outbox.add(batch),
    dropped,
    startDraft: home === undefined ? () => undefined : createDrafts(home),
    thinned: () => {
      status.logs.thinned += 1;
      notices.thinned();
    },
    isFull: (lane) => open[lane].outbox.isFull,
    isBehind: (lane) => open[lane].outbox.isBehind,
    flush: async (timeoutMs) => {
      await Promise.all(outboxes.map((outbox) => outbox.flush(timeoutMs)));
    },
    drain: async (timeoutMs, bulkTimeoutMs = timeoutMs) => {
      await Promise.all(lanes.map((lane) => open[lane].outbox.drain(lane === 'events' ? timeoutMs : bulkTimeoutMs)));
    },
    persist: () => {
      for (const outbox of outboxes) outbox.persist();
      // Among them may be reports on log records that had to make room just now.
      events.outbox.persist();
    },
    abandon: () => {
      close();
      home?.abandon();
    },
    close,
  };
};

/** What a lane is made of. */
interface LaneParts {
  readonly config: ExporterConfig;
  readonly status: Record<LaneName, SignalStatus>;
  readonly notices: Notices;
  readonly dropped: Exporter['dropped'];
  /** Batches that waited are no more. */
  readonly onGivenUp?: (given: readonly Batch[]) => void;
  readonly home: BufferHome | undefined;
  /** Buffer files of processes that have ended. */
  readonly abandoned: readonly string[];
}

interface Lane {
  readonly sender: OtlpSender;
  readonly disk: DiskBuffer | undefined;
  readonly outbox: Outbox;
}

const openLane = (parts: LaneParts, name: LaneName): Lane => {
  const { config, status, notices } = parts;
  const url = config.urls[signalOf(name)];
  const deadLetters = createDeadLetters(config.bufferDir);
  const sender = createOtlpSender({ url, headers: config.headers, requestTimeoutMs });
  const disk = openDisk(parts, name);
  const outbox = createOutbox({
    sender,
    disk,
    memoryLimitBytes,
    fullAtBytes: diskLimitBytes[name] * fullShare,
    status: status[name],
    onRefused: (batch, reason) => {
      deadLetters.keep(signalOf(name), batch, reason);
      notices.refused(url, reason);
    },
    onUnreachable: (reason) => notices.unreachable(reason),
    makeRoom: createMakeRoom(name),
    onDropped: (records, reason, given) => {
      parts.dropped(name, records, reason);
      parts.onGivenUp?.(given);
    },
  });
  return { sender, disk, outbox };
};

const openDisk = (
  { home, status, notices, dropped, abandoned, onGivenUp }: LaneParts,
  lane: LaneName,
): DiskBuffer | undefined => {
  if (home === undefined) return undefined;
  const disk = createDiskBuffer({
    home,
    lane,
    limitBytes: diskLimitBytes[lane],
    onDropped: (records, reason, given) => {
      dropped(lane, records, reason);
      onGivenUp?.(given);
    },
    onDamaged: (bytes) => (status[lane].damagedBytes += bytes),
    onUnwritable: (error) => notices.unwritable(error),
  });
  disk.adopt(filesOf(lane, abandoned));
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

const filesOf = (lane: LaneName, paths: readonly string[]): string[] =>
  paths.filter((path) => basename(path).startsWith(`${lane}-`));
