import type { Target } from '@sightglass/probes';
import { doubledMs, jitteredMs } from '@sightglass/model';
import type { AuditTableEvents } from './events.ts';
import { type AuditSource, type PollParts, pollAuditTable } from './loop-poll.ts';
import type { AuditTable } from './table.ts';
import { repeatedly } from '../../schedule/repeatedly.ts';

export interface WatchedSource extends AuditSource {
  readonly target: Target;
  readonly everyMs: number;
}

export interface WatchAllParts extends Pick<PollParts, 'memory' | 'emit'> {
  readonly sources: readonly WatchedSource[];
  readonly tableAt: (address: { readonly target: Target; readonly table: string }) => AuditTable;
  readonly events: AuditTableEvents;
}

const mostRemembered = 10_000;

/** Polls every audit table until disposed. */
export const watchAuditTables = ({ sources, tableAt, events, memory, emit }: WatchAllParts): AsyncDisposable => {
  const watches = new AsyncDisposableStack();
  for (const source of sources) {
    watches.use(
      watchAuditTable({
        source,
        table: tableAt(source),
        memory,
        emit,
        everyMs: source.everyMs,
        onUnreadable: once((position, words) => events.rowUnreadable(source.name, position, words)),
        onPolled: (rows) => events.tableRead(source.name, rows),
        onError: (error, againInMs) => events.tableFailed(source.name, againInMs, error),
      }),
    );
  }
  return watches;
};

/** A row that cannot be read is read again and again, and reported once. */
const once = (report: (position: string, words: string) => void) => {
  const reported = new Set<string>();
  return (position: string, words: string): void => {
    const key = `${position} ${words}`;
    if (reported.has(key)) return;
    if (reported.size >= mostRemembered) reported.clear();
    reported.add(key);
    report(position, words);
  };
};

interface WatchParts extends Omit<PollParts, 'signal'> {
  readonly everyMs: number;
  readonly onPolled: (rows: number) => void;
  readonly onError: (error: unknown, againInMs: number) => void;
}

const mostPauseMs = 5 * 60_000;

/** Polls until disposed: every `everyMs`, less often while the table cannot be read. */
const watchAuditTable = (parts: WatchParts): AsyncDisposable => {
  let failures = 0;
  const turn = async (signal: AbortSignal): Promise<number> => {
    try {
      parts.onPolled(await pollAuditTable({ ...parts, signal }));
      failures = 0;
      return jittered(parts.everyMs);
    } catch (error) {
      failures += 1;
      const bounds = { firstMs: parts.everyMs, longestMs: Math.max(parts.everyMs, mostPauseMs) };
      const pauseMs = doubledMs(failures + 1, bounds);
      if (!signal.aborted) parts.onError(error, pauseMs);
      return jittered(pauseMs);
    }
  };
  return repeatedly(turn, { againInMs: mostPauseMs, onError: (error) => parts.onError(error, mostPauseMs) });
};

/** Keeps several servers from asking at the same moment. */
const jittered = (ms: number): number => jitteredMs(ms, 0.1, Math.random());
