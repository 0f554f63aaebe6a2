import type { StageDeadline } from '@sightglass/model/rest';
import type { ReceptionTime } from '../../../reception/reception-time.ts';
import { dueTimeOfRun } from '../deadlines/deadline.ts';
import type { RunFacts } from '../facts.ts';
import { type ViewReaders, viewsOf } from '../facts-views.ts';
import type { RunView } from '../run-view.ts';
import { stageDeadlinesOf } from './stage-deadlines.ts';

/** Retries of one due time that are looked at. */
const mostOthers = 50;

/** How each of these runs stands to the deadlines of its stages; reads the other runs of its due time where it did not meet all itself. */
export const stageDeadlines = async (
  { runs, stages }: ViewReaders,
  facts: readonly RunFacts[],
  views: readonly RunView[],
  now: ReceptionTime,
): Promise<StageDeadline[][]> =>
  Promise.all(
    facts.map(async (run, index) => {
      const view = views[index];
      const [first] = run.stageDeadlines ?? [];
      if (view === undefined || first === undefined) return [];
      const alone = stageDeadlinesOf(run, view, now);
      const due = alone.some(({ state }) => state !== 'met')
        ? dueTimeOfRun({ ...run, deadline: first.deadline })
        : undefined;
      if (due === undefined) return alone;
      const { namespace, pipeline } = run;
      const filter = { namespace, pipeline, fromMs: due.fromMs, toMs: Math.min(due.untilMs, now.nowMs + 1) };
      const others = await runs.list(filter, mostOthers, now);
      return stageDeadlinesOf(run, view, now, await viewsOf(stages, others, now));
    }),
  );
