import type { LogFilter, LogPage, LogRecord } from '@sightglass/model/rest';
import { useEffect, useState } from 'react';
import { apiUrl, getJson } from './client.ts';
import { openStream } from './stream.ts';

export interface Tail {
  readonly records: readonly LogRecord[];
  /** Records the server left out because this page could not keep up. */
  readonly dropped: number;
  readonly isOpen: boolean;
}

const most = 2000;
const drawEveryMs = 250;
const nothing: Tail = { records: [], dropped: 0, isOpen: false };

const filledWith = 200;
const filledFromMs = 86_400_000;

/** The last records of before, so that there is something to read at once. */
const lastRecords = async (filter: LogFilter, signal: AbortSignal): Promise<readonly LogRecord[]> => {
  const from = new Date(Date.now() - filledFromMs).toISOString();
  return (await getJson<LogPage>('logs', { ...filter, from, limit: filledWith }, signal)).items;
};

/** Those of before that have not come while they were read. */
export const withEarlier = (live: readonly LogRecord[], earlier: readonly LogRecord[]): LogRecord[] => {
  const known = new Set(live.map(identityOf));
  return [...live, ...earlier.filter((record) => !known.has(identityOf(record)))].slice(0, most);
};

const identityOf = ({ timestamp, service, severityNumber, body }: LogRecord): string =>
  JSON.stringify([timestamp, service, severityNumber, body]);

/** Follows the log as it is written, newest first, after the last records of before; keeps the last 2,000. While paused nothing moves, and records wait. */
export const useTail = (filter: LogFilter, isOn: boolean, isPaused: boolean): Tail & { readonly waiting: number } => {
  const [tail, setTail] = useState(nothing);
  const [shown, setShown] = useState(nothing);
  const key = JSON.stringify(filter);
  useEffect(() => {
    if (!isOn) return;
    let fresh: LogRecord[] = [];
    let dropped = 0;
    setTail(nothing);
    setShown(nothing);
    const { from: _from, to: _to, ...followed } = JSON.parse(key) as LogFilter;
    const filling = new AbortController();
    let isFilled = false;
    // Only once the stream is open is nothing missed between the two. Without an answer there is the stream alone.
    const fill = (): void => {
      if (isFilled) return;
      isFilled = true;
      void lastRecords(followed, filling.signal).then(
        (earlier) => setTail((before) => ({ ...before, records: withEarlier(before.records, earlier) })),
        () => undefined,
      );
    };
    const close = openStream(apiUrl('logs/tail', followed), {
      onOpen: () => {
        setTail((before) => ({ ...before, isOpen: true }));
        fill();
      },
      onDown: () => setTail((before) => ({ ...before, isOpen: false })),
      events: {
        message: (data) => {
          fresh.push(JSON.parse(data) as LogRecord);
          if (fresh.length > most) fresh = fresh.slice(-most);
        },
        dropped: (data) => {
          dropped += (JSON.parse(data) as { count: number }).count;
        },
      },
    });
    const timer = setInterval(() => {
      if (fresh.length === 0 && dropped === 0) return;
      const arrived = fresh.toReversed();
      const lost = dropped;
      [fresh, dropped] = [[], 0];
      setTail((before) => ({
        ...before,
        records: withEarlier(arrived, before.records),
        dropped: before.dropped + lost,
      }));
    }, drawEveryMs);
    return () => {
      clearInterval(timer);
      filling.abort();
      close();
    };
  }, [key, isOn]);
  if (!isPaused && shown !== tail) setShown(tail);
  return { ...shown, isOpen: tail.isOpen, dropped: tail.dropped, waiting: waitingCount(tail, shown) };
};

const waitingCount = (tail: Tail, shown: Tail): number => {
  const [newest] = shown.records;
  if (newest === undefined) return tail.records.length;
  const at = tail.records.indexOf(newest);
  return at === -1 ? tail.records.length : at;
};
