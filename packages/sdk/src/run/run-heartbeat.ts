import type { Heart, RunHeart } from '../heartbeat/heart.ts';
import type { Beat, Pulse } from '../heartbeat/pulse.ts';
import { safely } from '../safely.ts';

export interface RunHeartbeatOptions {
  readonly heart: Heart;
  readonly pulse: Pulse;
  readonly now: () => Beat;
  /** Sends a heartbeat the ordinary way: in order with everything else. */
  readonly say: (beat: Beat) => void;
}

/**
 * Beats until the returned function is called. The thread begins with the first heartbeat, which the main thread sends: a run that is
 * over sooner pays nothing for it.
 */
export const startHeartbeat = ({ heart, pulse, now, say }: RunHeartbeatOptions): (() => void) => {
  let own: RunHeart | undefined;
  const beat = () => {
    const next = now();
    if (own?.beat(next) !== true) say(next);
    own ??= heart.begin(pulse, next);
  };
  const timer = setInterval(() => safely(beat), pulse.intervalMs).unref();
  return () => {
    clearInterval(timer);
    own?.end();
  };
};
