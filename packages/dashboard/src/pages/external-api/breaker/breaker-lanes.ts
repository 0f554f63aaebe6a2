import { clipped, pipelineNames, type TimeWindow } from '@sightglass/model';
import type { ApiDetail, BreakerSpan } from '@sightglass/model/rest';

/** A time a breaker was not closed, as shares of the window. */
export interface Band {
  readonly state: BreakerSpan['state'];
  readonly from: number;
  readonly to: number;
}

/** What the breakers of one pipeline did, or a person with all of them. */
export interface Lane {
  readonly name: string;
  readonly bands: readonly Band[];
}

export const byHand = 'By hand, for all that share it';

/** A lane for each pipeline, the one with most bands first; above them what a person holds open now. Pure. */
export const breakerLanes = (
  { breakerSpans, shared }: Pick<ApiDetail, 'breakerSpans' | 'shared'>,
  window: TimeWindow,
): Lane[] => {
  const bandOf = (span: Pick<BreakerSpan, 'state' | 'from' | 'to'>): Band => {
    const { fromMs, toMs } = clipped(span, window);
    const share = (ms: number) => (ms - window.fromMs) / Math.max(1, window.toMs - window.fromMs);
    return { state: span.state, from: share(fromMs), to: share(Math.max(fromMs, toMs)) };
  };
  const held = shared?.isolated === true && shared.changedAt !== null;
  const isolated = { state: 'isolated', from: shared?.changedAt ?? '', to: null } as const;
  const lanes = [...Map.groupBy(breakerSpans, pipelineNames(breakerSpans))]
    .map(([name, spans]) => ({ name, bands: spans.map(bandOf).filter(isInside) }))
    .filter(({ bands }) => bands.length > 0)
    .toSorted((a, b) => b.bands.length - a.bands.length || a.name.localeCompare(b.name));
  const own = held ? [bandOf(isolated)].filter(isInside) : [];
  return [...(own.length === 0 ? [] : [{ name: byHand, bands: own }]), ...lanes];
};

const isInside = ({ from, to }: Band): boolean => from < 1 && to >= 0;
