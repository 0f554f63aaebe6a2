import type { Target } from '@sightglass/probes';
import type { AuditTableEvents } from './events.ts';
import type { AuditSource, PollParts } from './loop-poll.ts';
import type { AuditTable } from './table.ts';
import { watchAuditTable } from './loop-table.ts';

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

/** A row that cannot be read is looked at again and again, and told once. */
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
