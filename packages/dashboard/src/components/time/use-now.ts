import { useSyncExternalStore } from 'react';

const listeners = new Set<() => void>();
let timer: ReturnType<typeof setInterval> | undefined;
let stoppedAt: number | null = null;

const notify = () => {
  for (const each of listeners) each();
};

const subscribe = (listener: () => void) => {
  listeners.add(listener);
  timer ??= setInterval(notify, 1000);
  return () => {
    listeners.delete(listener);
    if (listeners.size > 0) return;
    clearInterval(timer);
    timer = undefined;
  };
};

/** Stops the clock of the page at a time, as nothing later is known; null lets it go on. */
export const stopClock = (at: number | null): void => {
  stoppedAt = at;
  notify();
};

const now = (): number => stoppedAt ?? Date.now();

/** Words that depend on the time; draws again only when they change. */
export const useTicking = <T extends string | number>(words: (now: number) => T): T =>
  useSyncExternalStore(subscribe, () => words(now()));

/** The time, to the given step. */
export const useNow = (stepMs = 1000): number => useTicking((at) => Math.floor(at / stepMs) * stepMs);
