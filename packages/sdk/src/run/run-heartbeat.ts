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

/** A run that is over sooner pays nothing for a thread. */
const threadStartsAfterMs = 2_000;

/** Beats until the returned function is called. */
export const startHeartbeat = ({ heart, pulse, now, say }: RunHeartbeatOptions): (() => void) => {
  const { intervalMs } = pulse;
  let own: RunHeart | undefined;
  const begin = () => (own = heart.begin(pulse, now()));
  const beat = () => {
    const next = now();
    if (own?.beat(next) !== true) say(next);
  };
  const start = setTimeout(() => safely(begin), Math.min(intervalMs, threadStartsAfterMs)).unref();
  const timer = setInterval(() => safely(beat), intervalMs).unref();
  return () => {
    clearTimeout(start);
    clearInterval(timer);
    own?.end();
  };
};
