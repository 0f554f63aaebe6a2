import type { LiveMessage } from '@sightglass/model/rest';

type LiveSignal = LiveMessage['signal'];

const quietMs = 1_000;

/** Announces that telemetry has become queryable: at once, then at most once a second and kind. */
export const createLiveFeed = () => {
  const viewers = new Set<(message: LiveMessage) => void>();
  const quiet = new Map<LiveSignal, { isDue: boolean }>();

  const announce = (signal: LiveSignal): void => {
    const message = { signal, at: new Date().toISOString() };
    for (const viewer of viewers) viewer(message);
    const state = { isDue: false };
    quiet.set(signal, state);
    setTimeout(() => {
      quiet.delete(signal);
      if (state.isDue) announce(signal);
    }, quietMs).unref();
  };

  return {
    /** To be called whenever a segment has been inserted. */
    announce: (signal: LiveSignal): void => {
      const state = quiet.get(signal);
      if (state === undefined) announce(signal);
      else state.isDue = true;
    },
    subscribe: (onMessage: (message: LiveMessage) => void): (() => void) => {
      viewers.add(onMessage);
      return () => void viewers.delete(onMessage);
    },
  };
};
export type LiveFeed = ReturnType<typeof createLiveFeed>;
