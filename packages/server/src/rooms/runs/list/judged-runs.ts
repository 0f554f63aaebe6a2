import type { Run } from '@sightglass/model/rest';
import type { ReceptionTime } from '../../../reception/reception-time.ts';
import type { RunReader } from '../facts-runs.ts';
import type { StageReader } from '../facts-stages.ts';
import { usualBefore } from '../facts-usual.ts';
import { type StoredRun, viewsNow } from '../facts-views.ts';
import { runKey } from '../identity/run-name.ts';
import { judgedRun, timedRun } from '../judged-run.ts';
import { stageDeadlines as stageDeadlinesOfRuns } from '../stage-deadlines/facts.ts';

interface Readers {
  readonly runs: RunReader;
  readonly stages: StageReader;
}

/** These runs as lists show them, in their order: with their rows, how they stand to their deadlines, and held against what was usual before
 * them. `haveGaps`: runs of their pipelines lie between them that are none of them. */
export const judgedRuns = async (
  { runs, stages }: Readers,
  stored: readonly StoredRun[],
  now: ReceptionTime,
  haveGaps: boolean,
): Promise<Run[]> => {
  const views = viewsNow(stored, now);
  const shown = stored.map(({ facts }) => facts);
  const [usual, deadlines, stageDeadlines] = await Promise.all([
    usualBefore(
      { runs, stages },
      views.map(({ run }) => run),
      now,
      haveGaps,
    ),
    runs.deadlines(shown, now),
    stageDeadlinesOfRuns({ runs, stages }, shown, views, now),
  ]);
  return views.map(({ run }, index) => {
    const deadline = deadlines[index] ?? null;
    return judgedRun(timedRun(run, deadline, stageDeadlines[index]), usual.get(runKey(run)) ?? null, now);
  });
};
