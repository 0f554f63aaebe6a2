import { type UsualRun, usualIn } from '@sightglass/model';
import type { PipelineDetail, RunMark, UsualFigures } from '@sightglass/model/rest';
import type { ReceptionTime } from '../../../reception/reception-time.ts';
import type { OtherSuccess } from '../../runs/deadlines/deadline.ts';
import type { RunFacts } from '../../runs/facts.ts';
import type { StoredRun } from '../../runs/facts-views.ts';
import { runKey } from '../../runs/identity/run-name.ts';
import { runMarkOf } from '../../runs/judged-run.ts';
import { latestUsable, type UsualOf } from '../../runs/latest-usable.ts';
import { type BareRun, type RunView, runViewAt } from '../../runs/run-view.ts';
import { stageTrendsOf, usualFiguresOf } from '../../runs/usual-run.ts';

/** Runs in a pipeline's strip, and in its figures. */
export const recentRuns = 30;

/** What is stored of a pipeline, as far as it is shown. What it means at a given time is decided in `judge-pipeline.ts`. */
export interface ReadPipeline {
  readonly namespace: string;
  readonly name: string;
  /** The newest, also one that was missed. */
  readonly latest: RunFacts;
  /** Of its latest run, and in force now. */
  readonly settings: RunFacts;
  /** Newest first. */
  readonly runs: readonly ReadRun[];
  /** When usable data last arrived. */
  readonly freshAt: string | null;
  /** When those of its runs ended that brought usable data. */
  readonly arrivals: readonly string[];
  readonly successes: readonly OtherSuccess[];
  readonly usual: UsualFigures | null;
  readonly usualBefore: UsualOf;
  readonly stages: PipelineDetail['stages'];
}

/** A run that has ended stays as it is; what another means depends on the time. */
export type ReadRun = { readonly view: RunView; readonly mark: RunMark } | StoredRun;

interface Parts {
  readonly settings: RunFacts;
  /** Newest first. */
  readonly stored: readonly [StoredRun, ...StoredRun[]];
  /** The same, as they are now. */
  readonly views: readonly RunView[];
  /** Those that show what is usual. */
  readonly sample: readonly RunView[];
  readonly usualOf: ReadonlyMap<string, UsualRun | null>;
  readonly freshAt: string | null;
}

/** Keeps of what was read what later answers need: of runs that have ended no stages, unless these have deadlines. */
export const readPipelineOf = ({ settings, stored, views, sample, usualOf, freshAt }: Parts): ReadPipeline => {
  const latest = stored[0].facts;
  const usual = usualFiguresOf(sample);
  const known = new Map(
    views.map(({ run }, index) => [runKey(run), index === 0 ? usualIn(usual) : (usualOf.get(runKey(run)) ?? null)]),
  );
  const usualBefore: UsualOf = (run) => known.get(runKey(run)) ?? null;
  const needsStages = (latest.stageDeadlines ?? []).length > 0;
  return {
    namespace: latest.namespace,
    name: latest.pipeline,
    latest,
    settings,
    runs: views.flatMap((view, index): ReadRun[] => {
      const run = stored[index];
      if (run === undefined) return [];
      if (run.facts.finish === undefined) return [run];
      return [{ view: needsStages ? view : { ...view, stages: [] }, mark: runMarkOf(view.run, usualBefore(view.run)) }];
    }),
    freshAt,
    arrivals: views.flatMap((view) => latestUsable([view], usualBefore) ?? []),
    successes: successesIn(views.map(({ run }) => run)),
    usual,
    usualBefore,
    stages: stageTrendsOf(views, sample),
  };
};

const successesIn = (runs: readonly BareRun[]): OtherSuccess[] =>
  runs.flatMap(({ state, startedAt, finishedAt }) =>
    state !== 'succeeded' || finishedAt === null
      ? []
      : [{ startedAtMs: Date.parse(startedAt), finishedAtMs: Date.parse(finishedAt) }],
  );

export const viewOf = (read: ReadRun, now: ReceptionTime): RunView =>
  'view' in read ? read.view : runViewAt(read.facts, read.stages, now);
