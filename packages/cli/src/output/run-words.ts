import { sentenceText } from '@sightglass/model';
import type { Run, RunDetail } from '@sightglass/model/rest';

/** What happened in a run and whether its data can be used, as it reads here and now. */
export const runSentence = (run: Pick<Run, 'sentenceParts' | 'runningSince' | 'durationMs'>): string =>
  sentenceText(run.sentenceParts, { nowMs: answeredAtMs(run) });

/** While it runs every duration is that of the answer, so that all lines agree. */
const answeredAtMs = ({ runningSince, durationMs }: Pick<Run, 'runningSince' | 'durationMs'>): number =>
  typeof runningSince === 'string' ? Date.parse(runningSince) + durationMs : Date.now();

/** `exit code 3`, `signal SIGTERM`; empty for runs of programs nobody watched from outside. */
export const exitWords = ({ exitCode, exitSignal }: RunDetail): string => {
  if (exitSignal !== null) return `signal ${exitSignal}`;
  return exitCode === null || exitCode === 0 ? '' : `exit code ${exitCode}`;
};

/** The class of the failure, where it is more than how the program ended. */
export const failureType = ({ failure, exitSignal }: RunDetail): string =>
  failure === null || failure.type === exitSignal || failure.type.startsWith('exit_code_') ? '' : failure.type;
