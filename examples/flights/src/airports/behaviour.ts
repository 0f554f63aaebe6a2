import { seededRandom } from '../random.ts';

/** What goes wrong with an answer: `error` 503, `rate-limit` 429 with Retry-After, `hang` no answer at all. */
export type Fault = 'error' | 'rate-limit' | 'hang';

/** From request `from` (counted since the behaviour was set) on, `share` of the answers have this fault. */
export interface FaultWindow {
  readonly fault: Fault;
  readonly from: number;
  readonly to?: number;
  readonly share: number;
}

/** How the airports API answers. The n-th request always gets the same answer. */
export interface Behaviour {
  readonly latencyMs: readonly [least: number, most: number];
  readonly faults: readonly FaultWindow[];
  readonly seed: number;
}

export interface PlannedAnswer {
  readonly latencyMs: number;
  readonly fault?: Fault;
}

export const healthy: Behaviour = { latencyMs: [5, 25], faults: [], seed: 1 };

/** Decides how the n-th request is answered. */
export const planAnswer = ({ latencyMs: [least, most], faults, seed }: Behaviour, request: number): PlannedAnswer => {
  const random = seededRandom(seed * 1_000_003 + request);
  const latencyMs = least + random() * (most - least);
  const hit = faults.find(({ from, to = Infinity, share }) => request >= from && request < to && random() < share);
  return hit === undefined ? { latencyMs } : { latencyMs, fault: hit.fault };
};
