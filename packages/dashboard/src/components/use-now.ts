import { useSyncExternalStore } from 'react';

const listeners = new Set<() => void>();
let timer: ReturnType<typeof setInterval> | undefined;

const subscribe = (listener: () => void) => {
  listeners.add(listener);
  timer ??= setInterval(() => {
    for (const each of listeners) each();
  }, 1000);
  return () => {
    listeners.delete(listener);
    if (listeners.size > 0) return;
    clearInterval(timer);
    timer = undefined;
  };
};

/** Words that depend on the time; draws again only when they change. */
export const useTicking = <T extends string | number>(words: (now: number) => T): T =>
  useSyncExternalStore(subscribe, () => words(Date.now()));

/** The time, to the given step. */
export const useNow = (stepMs = 1000): number => useTicking((now) => Math.floor(now / stepMs) * stepMs);
