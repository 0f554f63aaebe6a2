import type { Plans } from '../../../plans/plans.ts';
import type { ReceptionTime } from '../../../reception/reception-time.ts';
import { expectedPipelines } from '../facts-never-ran.ts';
import type { PipelineReader } from '../facts.ts';
import { type JudgedPipeline, judgePipeline } from '../known/judge-pipeline.ts';
import { keyOf, type KnownPipelines, type PipelineMemory } from '../known/memory.ts';
import { aboutListed, listedPipelines, type PipelineFilter } from './pipeline-page.ts';
import { withUpstreams } from '../known/upstreams.ts';

export interface PipelineParts {
  readonly pipelines: Pick<PipelineReader, 'lastStarts'>;
  readonly memory: PipelineMemory;
  readonly plans: Plans;
  readonly receptionTime: () => ReceptionTime;
}

interface Named {
  readonly namespace: string;
  readonly name: string;
}

/** Every pipeline as it is now, and how to find one of them. */
interface Judged {
  readonly now: ReceptionTime;
  of(named: Named): JudgedPipeline | undefined;
  all(): readonly JudgedPipeline[];
  /** Of all, without judging them. */
  names(): readonly Named[];
  /** Ids of its newest runs. */
  idsOf(named: Named): readonly string[];
}

export const judgedPipelines = async ({
  memory,
  plans,
  receptionTime,
}: Omit<PipelineParts, 'pipelines'>): Promise<Judged> => {
  // Before: what is received while all is read is no silence.
  const now = receptionTime();
  return judgedNow(await memory.current(), plans, now);
};

/** All that the filter finds, in their order, and what is said of it. */
export interface Listing {
  readonly listed: readonly JudgedPipeline[];
  readonly about: ReturnType<typeof aboutListed>;
  readonly neverRan: Awaited<ReturnType<typeof expectedPipelines>>;
}

export const listPipelines = async (parts: PipelineParts, filter: PipelineFilter): Promise<Listing> => {
  const { pipelines, plans, receptionTime } = parts;
  const [{ all, now }, neverRan] = await Promise.all([
    judgedPipelines(parts),
    expectedPipelines(plans, pipelines, receptionTime().nowMs),
  ]);
  const listed = listedPipelines(all(), filter);
  return { listed, about: aboutListed(listed, neverRan.length, now.nowMs), neverRan };
};

const judgedNow = (known: KnownPipelines, plans: Plans, now: ReceptionTime): Judged => {
  const alone = new Map<string, JudgedPipeline | undefined>();
  const judgeAlone = (key: string): JudgedPipeline | undefined => {
    if (!alone.has(key)) {
      const read = known.get(key);
      alone.set(key, read && judgePipeline(read, now));
    }
    return alone.get(key);
  };
  const withOthers = (judged: readonly JudgedPipeline[]): readonly JudgedPipeline[] =>
    withUpstreams(plans, judged, ({ namespace, name }) => judgeAlone(keyOf(namespace, name)), now.nowMs);
  return {
    now,
    of({ namespace, name }) {
      const one = judgeAlone(keyOf(namespace, name));
      return one && withOthers([one])[0];
    },
    names: () => [...known.values()],
    idsOf: ({ namespace, name }) =>
      (known.get(keyOf(namespace, name))?.runs ?? []).map((run) =>
        'view' in run ? run.view.run.runId : run.facts.runId,
      ),
    all: () => withOthers([...known.keys()].flatMap((key) => judgeAlone(key) ?? [])),
  };
};
