import { runOutcome, runSentence, runVerdict, shownRun, shownStage, usualIn, writtenSentence } from '@sightglass/model';
import type { RunDetail, Stage } from '@sightglass/model/rest';

type Words = 'verdict' | 'shown' | 'sentence' | 'sentenceParts' | 'isSlow' | 'outcome';

/** A run as the server answers it, made from what is known of it. */
export const judgedRun = (
  run: Omit<RunDetail, Words | 'stages'> & { readonly stages: readonly Omit<Stage, 'shown'>[] },
): RunDetail => {
  const usual = usualIn(run.usual);
  return {
    ...run,
    stages: run.stages.map((stage) => ({ ...stage, shown: shownStage(stage, run, usual) })),
    verdict: runVerdict(run, usual),
    shown: shownRun(run, usual),
    ...writtenSentence(runSentence(run, usual), Date.parse(run.startedAt)),
    isSlow: false,
    outcome: runOutcome(run, usual),
  };
};
