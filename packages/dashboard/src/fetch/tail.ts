import type { LogFilter, LogRecord } from '@sightglass/model/rest';
import { useEffect, useState } from 'react';
import { apiUrl } from './client.ts';
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

/** Follows the log as it is written, newest first; keeps the last 2,000. While paused nothing moves, and records wait. */
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
    const close = openStream(apiUrl('logs/tail', followed), {
      onOpen: () => setTail((before) => ({ ...before, isOpen: true })),
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
        records: [...arrived, ...before.records].slice(0, most),
        dropped: before.dropped + lost,
      }));
    }, drawEveryMs);
    return () => {
      clearInterval(timer);
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
