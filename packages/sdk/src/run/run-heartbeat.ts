import type { Heart } from '../heartbeat/heart.ts';
import type { Beat, Pulse } from '../heartbeat/pulse.ts';
import { safely } from '../safely.ts';

export interface RunHeartbeatOptions {
  readonly heart: Heart;
  readonly pulse: Pulse;
  readonly now: () => Beat;
  /** Sends a heartbeat the ordinary way: in order with everything else. */
  readonly emit: (beat: Beat) => void;
}

/** Beats until the returned function is called. The thread listens from the start, as the run may block its event loop at once. */
export const startHeartbeat = ({ heart, pulse, now, emit }: RunHeartbeatOptions): (() => void) => {
  const own = heart.begin(pulse, now());
  const beat = () => {
    const next = now();
    if (!own.beat(next)) emit(next);
  };
  const timer = setInterval(() => safely(beat), pulse.intervalMs).unref();
  return () => {
    clearInterval(timer);
    own.end();
  };
};
