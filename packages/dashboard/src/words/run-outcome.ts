import { doubtsSentence, openRowsSentence } from '@sightglass/model';
import type { Run } from '@sightglass/model/rest';
import { bindFigures } from '../format/no-break.ts';

/** What a list says of a run beside its state and figures: why it ended badly, which rows nothing explains, or what is in doubt. Else empty. */
export const runOutcome = (run: Run): string => {
  const { state, failure, failedStage } = run;
  switch (state) {
    case 'missed':
      return 'was due and did not start';
    case 'lost':
      return `went silent${atStage(run)}; it never said that it ended`;
    case 'aborted':
      return `stopped${byWhat(run)}${atStage(run)}${failure?.message ? `: ${failure.message}` : ''}`;
    case 'failed':
      if (failure === null) return `failed${atStage(run)}${exitWords(run)}`;
      return `${failedStage === null ? '' : `${failedStage}: `}${failure.message || failure.type}`;
    case 'succeeded':
      return bindFigures([openRowsSentence(run), doubtsSentence(run.doubts)].filter(Boolean).join('; '));
    case 'running':
      return '';
  }
};

export const atStage = ({ failedStage }: Run): string => (failedStage === null ? '' : ` at ${failedStage}`);

export const byWhat = ({ exitSignal, exitCode }: Run): string => {
  if (exitSignal !== null) return ` by ${exitSignal}`;
  return exitCode === null ? '' : ` with exit code ${exitCode}`;
};

/** `: ended by SIGKILL`, `: exit code 3`; empty for runs of programs nobody watched from outside. */
export const exitWords = ({ exitSignal, exitCode }: Run): string => {
  if (exitSignal !== null) return `: ended by ${exitSignal}`;
  return exitCode === null ? '' : `: exit code ${exitCode}`;
};
