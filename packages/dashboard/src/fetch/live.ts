import type { LiveMessage, RunDetail, Trace } from '@sightglass/model/rest';
import { useQueryClient, type Query, type QueryClient } from '@tanstack/react-query';
import { useEffect, useState } from 'react';
import { apiUrl } from './client.ts';
import { openStream } from './stream.ts';

/** `hidden`: the page is in the background, so the connection is given back (browsers allow six per server). */
export type LiveStatus = 'connecting' | 'live' | 'down' | 'hidden';

/** Log records of which none is an event change only what shows log records. */
type Arrived = LiveMessage['signal'] | 'lines';

const affected: Record<Arrived, readonly string[]> = {
  lines: ['logs', 'runs'],
  logs: ['pipelines', 'runs', 'logs', 'checks', 'datasets', 'dependencies', 'apis', 'systems'],
  traces: ['traces', 'runs', 'pipelines'],
  metrics: ['metrics'],
};

/** The page of a run counts its log records; lists of runs do not. */
const isOfLines = ({ queryKey: [first, second] }: Query): boolean => first !== 'runs' || typeof second === 'string';

/**
 * Reading again must not cost more than it changes: the longer ago a run or trace ended, the rarer; and a trace of 50,000 spans is
 * read at most every 10 s.
 */
const leastAgeMs = (data: unknown): number => {
  const { finishedAt, startedAt, durationMs = 0, spans } = (data ?? {}) as Partial<RunDetail & Trace>;
  if (spans !== undefined) return spans.length / 5 + quietMs(Date.parse(startedAt ?? '') + durationMs) / 10;
  return typeof finishedAt === 'string' ? quietMs(Date.parse(finishedAt)) / 10 : 0;
};

export const quietMs = (endedAt: number): number => Math.max(0, Date.now() - endedAt);

/** What was refused is read again too: a trace that was not there may have come. */
const isLive = ({ meta, state }: Query): boolean => meta?.['isLive'] !== false && state.status !== 'pending';

/** A query that costs more to read than it changes has a least age in its `meta`. One that is being read may miss what is new: it is read again. */
const isDue = ({ state, meta }: Query): boolean =>
  state.fetchStatus === 'idle' &&
  Date.now() - state.dataUpdatedAt >= Math.max(leastAgeMs(state.data), Number(meta?.['leastAgeMs'] ?? 0));

const affectedBy = (client: QueryClient, arrived: Arrived): Query[] =>
  affected[arrived]
    .flatMap((key) => client.getQueryCache().findAll({ queryKey: [key], type: 'active' }))
    .filter((query) => isLive(query) && (arrived !== 'lines' || isOfLines(query)));

/** Reads again what is due, and gives back what was read too recently. */
const refresh = (client: QueryClient, queries: readonly Query[]): Query[] => {
  const due = new Set(queries.filter(isDue));
  void client.invalidateQueries({ type: 'active', predicate: (query) => due.has(query) }, { cancelRefetch: false });
  return queries.filter((query) => !due.has(query));
};

const arrivedOf = ({ signal, hasEvents }: LiveMessage): Arrived =>
  signal === 'logs' && hasEvents === false ? 'lines' : signal;

const signals = ['logs', 'traces', 'metrics'] as const;

/** How often what was put off is checked. */
const checkEveryMs = 1000;
/** While the stream is down the page polls. */
const pollEveryMs = 10_000;

/** Reads queries again as messages come; what was read too recently is put off until it is due. */
const openRefresher = (client: QueryClient) => {
  const putOff = new Set<Query>();
  const read = (queries: readonly Query[]) => {
    for (const query of queries) putOff.delete(query);
    for (const query of refresh(client, queries)) if (query.isActive()) putOff.add(query);
  };
  const timer = setInterval(() => read([...putOff]), checkEveryMs);
  const readArrived = (arrived: Arrived) => read(affectedBy(client, arrived));
  return { readArrived, readAll: () => signals.forEach(readArrived), close: () => clearInterval(timer) };
};

/** The stream of the server's messages; while it is down, `readAll` is called regularly. */
const followServer = (
  { readArrived, readAll }: ReturnType<typeof openRefresher>,
  setStatus: (status: LiveStatus) => void,
) => {
  let timer: ReturnType<typeof setInterval> | undefined;
  const stopPolling = () => {
    clearInterval(timer);
    timer = undefined;
  };
  const close = openStream(apiUrl('live'), {
    onOpen: () => {
      setStatus('live');
      stopPolling();
      readAll();
    },
    onDown: () => {
      setStatus('down');
      timer ??= setInterval(readAll, pollEveryMs);
    },
    events: { message: (data) => readArrived(arrivedOf(JSON.parse(data) as LiveMessage)) },
  });
  return () => {
    close();
    stopPolling();
  };
};

/** Keeps what is on screen up to date, and returns whether it does. A hidden page gives its connection back. */
export const useLive = (): LiveStatus => {
  const client = useQueryClient();
  const [status, setStatus] = useState<LiveStatus>('connecting');
  useEffect(() => {
    const refresher = openRefresher(client);
    let close = () => {};
    const follow = () => {
      close();
      close = document.hidden ? () => {} : followServer(refresher, setStatus);
      if (document.hidden) setStatus('hidden');
    };
    follow();
    document.addEventListener('visibilitychange', follow);
    return () => {
      close();
      refresher.close();
      document.removeEventListener('visibilitychange', follow);
    };
  }, [client]);
  return status;
};
