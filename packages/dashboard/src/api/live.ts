import type { LiveMessage, RunDetail, Trace } from '@sightglass/model/api';
import { useQueryClient, type Query, type QueryClient } from '@tanstack/react-query';
import { useEffect, useState } from 'react';
import { apiUrl } from './client.ts';
import { openStream } from './stream.ts';

/** `hidden`: the page is in the background, so the connection is given back (browsers allow six per server). */
export type LiveStatus = 'connecting' | 'live' | 'down' | 'hidden';

const affected: Record<LiveMessage['signal'], readonly string[]> = {
  logs: ['pipelines', 'runs', 'logs'],
  traces: ['traces'],
  metrics: ['metrics'],
};

/**
 * Asking again must not cost more than it tells: the longer ago a run or trace ended, the rarer; and a trace of 50,000 spans is read
 * at most every 10 s.
 */
const leastAgeMs = (data: unknown): number => {
  const { finishedAt, startedAt, durationMs = 0, spans } = (data ?? {}) as Partial<RunDetail & Trace>;
  if (spans !== undefined) return spans.length / 5 + quietMs(Date.parse(startedAt ?? '') + durationMs) / 10;
  return typeof finishedAt === 'string' ? quietMs(Date.parse(finishedAt)) / 10 : 0;
};

const quietMs = (endedAt: number): number => Math.max(0, Date.now() - endedAt);

const isDue = ({ meta, state }: Query): boolean =>
  meta?.['isLive'] !== false && state.data !== undefined && Date.now() - state.dataUpdatedAt >= leastAgeMs(state.data);

const refresh = (client: QueryClient, signal: LiveMessage['signal']) => {
  for (const key of affected[signal]) {
    void client.invalidateQueries({ queryKey: [key], predicate: isDue }, { cancelRefetch: false });
  }
};

const refreshAll = (client: QueryClient) => {
  for (const signal of ['logs', 'traces', 'metrics'] as const) refresh(client, signal);
};

/** While the stream is down the page asks by itself. */
const askEveryMs = 10_000;

/** Keeps what is on screen fresh, and says whether it does. */
export const useLive = (): LiveStatus => {
  const client = useQueryClient();
  const [status, setStatus] = useState<LiveStatus>('connecting');
  useEffect(() => {
    let close = () => {};
    let timer: ReturnType<typeof setInterval> | undefined;
    const stopAsking = () => {
      clearInterval(timer);
      timer = undefined;
    };
    const ask = () => {
      timer ??= setInterval(() => refreshAll(client), askEveryMs);
    };
    const open = () =>
      openStream(apiUrl('live'), {
        onOpen: () => {
          setStatus('live');
          stopAsking();
          refreshAll(client);
        },
        onDown: () => {
          setStatus('down');
          ask();
        },
        events: { message: (data) => refresh(client, (JSON.parse(data) as LiveMessage).signal) },
      });
    const follow = () => {
      close();
      stopAsking();
      close = document.hidden ? () => {} : open();
      if (document.hidden) setStatus('hidden');
    };
    follow();
    document.addEventListener('visibilitychange', follow);
    return () => {
      close();
      stopAsking();
      document.removeEventListener('visibilitychange', follow);
    };
  }, [client]);
  return status;
};
