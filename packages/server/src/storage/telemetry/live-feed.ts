import type { LiveMessage } from '@sightglass/model/rest';
import { type Lane, signalOf } from '../../wire/lane.ts';

const quietMs = 1_000;

/** Announces that telemetry has become queryable: at once, then at most once a second and kind. */
export const createLiveFeed = () => {
  const viewers = new Set<(message: LiveMessage) => void>();
  const quiet = new Map<Lane, { isDue: boolean }>();

  const announce = (lane: Lane): void => {
    const message: LiveMessage = { signal: signalOf(lane), at: new Date().toISOString(), hasEvents: lane !== 'lines' };
    for (const viewer of viewers) viewer(message);
    const state = { isDue: false };
    quiet.set(lane, state);
    setTimeout(() => {
      quiet.delete(lane);
      if (state.isDue) announce(lane);
    }, quietMs).unref();
  };

  return {
    /** To be called whenever a segment has been inserted. */
    announce: (lane: Lane): void => {
      const state = quiet.get(lane);
      if (state === undefined) announce(lane);
      else state.isDue = true;
    },
    subscribe: (onMessage: (message: LiveMessage) => void): (() => void) => {
      viewers.add(onMessage);
      return () => void viewers.delete(onMessage);
    },
  };
};
export type LiveFeed = ReturnType<typeof createLiveFeed>;
