import type { BreakerState } from '@sightglass/model';

/** One change of one breaker in a run. */
export interface TimedBreakerState {
  readonly dependency: string;
  readonly breakerId: string;
  readonly to: BreakerState;
  readonly atMs: number;
}

/** A time calls were held back. */
export interface OpenSpan {
  readonly fromMs: number;
  /** Undefined while it lasts. */
  readonly toMs: number | undefined;
  readonly isolated: boolean;
}

/** Times the breakers of one dependency were not closed, in the order they began; trying a call is part of being open. */
export const openSpansOf = (changes: readonly TimedBreakerState[]): OpenSpan[] => {
  const byBreaker = Map.groupBy(changes, ({ breakerId }) => breakerId);
  return [...byBreaker.values()].flatMap(spansOfOne).sort((a, b) => a.fromMs - b.fromMs);
};

const spansOfOne = (changes: readonly TimedBreakerState[]): OpenSpan[] => {
  const spans: OpenSpan[] = [];
  let open: Pick<OpenSpan, 'fromMs' | 'isolated'> | undefined;
  for (const { to, atMs } of changes) {
    const isolated = to === 'isolated';
    const goesOn = open !== undefined && to !== 'closed' && open.isolated === isolated;
    if (goesOn) continue;
    if (open !== undefined) spans.push({ ...open, toMs: atMs });
    open = to === 'closed' ? undefined : { fromMs: atMs, isolated };
  }
  return open === undefined ? spans : [...spans, { ...open, toMs: undefined }];
};
