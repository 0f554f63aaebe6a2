import { type HeldTimes, isolatedTimes, openTimes, type TimeWindow } from '@sightglass/model';
import type { ApiDetail } from '@sightglass/model/rest';
import { Part } from '../../../components/page/Part.tsx';
import { formatDuration } from '../../../format/duration.ts';
import { countOf } from '../../../format/number.ts';
import { BreakerBands } from './BreakerBands.tsx';
import { breakerLanes } from './breaker-lanes.ts';
import { BreakerTable } from './BreakerTable.tsx';

/** When breakers stopped calls, why, and in which run. */
export const BreakerTimeline = ({ api, window }: { api: ApiDetail; window: TimeWindow }) => {
  const { breakerSpans } = api;
  const lanes = breakerLanes(api, window);
  const held = [
    ...heldWords('open', openTimes(breakerSpans, window)),
    ...heldWords('isolated', isolatedTimes(breakerSpans, window)),
  ];
  return (
    <Part title="Breaker" note={held.join(', ')}>
      {lanes.length === 0 ? (
        <p className="text-dim">No breaker was open in that time.</p>
      ) : (
        <>
          <BreakerBands lanes={lanes} window={window} />
          {breakerSpans.length === 0 ? null : <BreakerTable spans={breakerSpans} />}
        </>
      )}
    </Part>
  );
};

const heldWords = (what: string, { times, ms }: HeldTimes): string[] =>
  times === 0 ? [] : [`${what} ${countOf(times, 'time')} for ${formatDuration(ms)}`];
