import {
  isSlow,
  runOutcome,
  runSentence,
  runVerdict,
  shownRun,
  type UsualRun,
  writtenSentence,
} from '@sightglass/model';
import type { Run, RunMark } from '@sightglass/model/rest';
import type { BareRun } from './run-view.ts';

/** A run with its verdict and the words about it, held against what was usual before it. */
export const judgedRun = (
  run: BareRun & Pick<Run, 'deadline'>,
  usual: UsualRun | null,
  { nowMs }: { readonly nowMs: number },
): Run => ({
  ...run,
  verdict: runVerdict(run, usual),
  shown: shownRun(run, usual),
  ...writtenSentence(runSentence(run, usual), nowMs),
  isSlow: run.state !== 'missed' && isSlow(run.durationMs, usual?.durationMs ?? null),
  outcome: runOutcome(run, usual),
});

/** A run with how it stands to its deadlines. */
export const timedRun = (
  run: BareRun,
  deadline: Run['deadline'],
  stageDeadlines: Run['stageDeadlines'] = [],
): BareRun & Pick<Run, 'deadline'> => ({
  ...run,
  deadline,
  ...(stageDeadlines.length === 0 ? {} : { stageDeadlines }),
});

/** The same as a mark of a strip. */
export const runMarkOf = (run: BareRun, usual: UsualRun | null): RunMark => {
  const {
    runId,
    state,
    startedAt,
    durationMs,
    rows,
    rowsCounted,
    onlyChecked,
    balanced,
    unexplained,
    doubts,
    empty = null,
  } = run;
  return {
    runId,
    state,
    startedAt,
    durationMs,
    rows,
    rowsCounted,
    onlyChecked,
    balanced,
    unexplained,
    doubts,
    empty,
    verdict: runVerdict(run, usual),
    shown: shownRun(run, usual),
  };
};
