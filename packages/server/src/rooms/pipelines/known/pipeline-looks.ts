import type { Look } from '@sightglass/model/alerting';
import type { ReceptionTime } from '../../../reception/reception-time.ts';
import type { PipelineOccurrence, Watch, WatchedPipeline } from '../../../room.ts';
import { judgePipeline } from './judge-pipeline.ts';
import { lookAtPipeline } from './look-at-pipeline.ts';
import type { PipelineMemory } from './memory.ts';
import { occurrencesOf } from './occurrences-of.ts';
import type { ReadPipeline } from './read-pipeline.ts';
import { watchedPipeline } from './watched-pipeline.ts';

interface Looked {
  readonly look: Look;
  readonly occurrences: readonly PipelineOccurrence[];
  readonly watched: WatchedPipeline;
}

/** What follows from time alone, such as a deadline that passes, is looked for so often. */
const againAfterMs = 60_000;

/** One look at every pipeline; of those about which nothing new is stored and no run goes on, the last look is given again for a minute. */
export const createPipelineLooks = ({
  memory,
  receptionTime,
}: {
  readonly memory: PipelineMemory;
  readonly receptionTime: () => ReceptionTime;
}): Required<Watch> => {
  const kept = new WeakMap<ReadPipeline, Looked & { readonly untilMs: number }>();
  let latest: readonly Looked[] = [];
  const look = async (): Promise<readonly Look[]> => {
    // Before: what is received while all is read is no silence.
    const now = receptionTime();
    latest = [...(await memory.current()).values()].map((read) => {
      const known = kept.get(read);
      if (known !== undefined && now.nowMs < known.untilMs) return known;
      const looked = lookedAt(read, now);
      if (!read.runs.some(goesOn)) kept.set(read, { ...looked, untilMs: now.nowMs + againAfterMs });
      return looked;
    });
    return latest.map((one) => one.look);
  };
  return {
    look,
    occurrences: () => latest.flatMap((one) => one.occurrences),
    pipelines: () => latest.map((one) => one.watched),
  };
};

const lookedAt = (read: ReadPipeline, now: ReceptionTime): Looked => {
  const judged = judgePipeline(read, now);
  return {
    look: lookAtPipeline(judged, now),
    occurrences: occurrencesOf(read, now).map((one) => ({ namespace: read.namespace, pipeline: read.name, ...one })),
    watched: watchedPipeline(judged, now),
  };
};

const goesOn = (run: ReadPipeline['runs'][number]): boolean => !('view' in run) && !run.facts.isMissed;
