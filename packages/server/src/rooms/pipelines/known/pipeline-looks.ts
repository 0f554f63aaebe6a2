import type { Look } from '@sightglass/model/alerting';
import type { ReceptionTime } from '../../../reception/reception-time.ts';
import { judgePipeline } from './judge-pipeline.ts';
import { lookAtPipeline } from './look-at-pipeline.ts';
import type { PipelineMemory } from './memory.ts';
import type { ReadPipeline } from './read-pipeline.ts';

/** What follows from time alone, such as a deadline that passes, is looked for so often. */
const againAfterMs = 60_000;

/** One look at every pipeline; of those about which nothing new is stored and no run goes on, the last look is given again for a minute. */
export const createPipelineLooks = ({
  memory,
  receptionTime,
}: {
  readonly memory: PipelineMemory;
  readonly receptionTime: () => ReceptionTime;
}): (() => Promise<readonly Look[]>) => {
  const kept = new WeakMap<ReadPipeline, { readonly look: Look; readonly untilMs: number }>();
  return async () => {
    // Before: what is received while all is read is no silence.
    const now = receptionTime();
    return [...(await memory.current()).values()].map((read) => {
      const known = kept.get(read);
      if (known !== undefined && now.nowMs < known.untilMs) return known.look;
      const look = lookAtPipeline(judgePipeline(read, now), now);
      if (!read.runs.some(goesOn)) kept.set(read, { look, untilMs: now.nowMs + againAfterMs });
      return look;
    });
  };
};

const goesOn = (run: ReadPipeline['runs'][number]): boolean => !('view' in run) && !run.facts.isMissed;
