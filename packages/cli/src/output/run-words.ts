import { visibleLine } from '@sightglass/model';
import type { Run, RunDetail, Stage } from '@sightglass/model/rest';
import { formatDuration, formatInstant } from './format.ts';

/** What is wrong with a run, in one plain sentence: how it ended, or that its program hangs; undefined when there is nothing to tell. */
export const troubleSentence = (run: Run | RunDetail): string | undefined => {
  const at = whereItEnded(run);
  switch (run.state) {
    case 'running':
      return hanging(run);
    case 'failed':
      return `Failed${at === '' ? '' : ` at ${at}`}${because(run)}`;
    case 'aborted':
      return `Stopped${at === '' ? '' : ` at ${at}`} after ${formatDuration(run.durationMs)}${because(run)}`;
    case 'lost':
      return `Went silent at ${formatInstant(run.lastSeenAt)}${at === '' ? '' : `, during ${at}`}; it never said that it ended.`;
    case 'missed':
      return `Was due at ${formatInstant(run.startedAt)} and did not start.`;
    default:
      return undefined;
  }
};

const hanging = ({ notAnsweringForMs }: Run): string | undefined =>
  typeof notAnsweringForMs === 'number'
    ? `Its program has not answered for ${formatDuration(notAnsweringForMs)}; something blocks its event loop.`
    : undefined;

const because = ({ failure }: Run): string => (failure === null ? '.' : `: ${failure.message || failure.type}`);

/** `exit code 3`, `signal SIGTERM`; empty for runs of programs nobody watched from outside. */
export const exitWords = ({ exitCode, exitSignal }: RunDetail): string => {
  if (exitSignal !== null) return `signal ${exitSignal}`;
  return exitCode === null || exitCode === 0 ? '' : `exit code ${exitCode}`;
};

/** The class of the failure, where it is more than how the program ended. */
export const failureType = ({ failure, exitSignal }: RunDetail): string =>
  failure === null || failure.type === exitSignal || failure.type.startsWith('exit_code_') ? '' : failure.type;

const mostNamed = 3;

const whereItEnded = (run: Run | RunDetail): string => {
  if (run.failedStage !== null) return visibleLine(run.failedStage);
  const names = [...new Set('stages' in run ? innermostOpen(run.stages).map(({ name }) => visibleLine(name)) : [])];
  const more = names.length > mostNamed ? [`${names.length - mostNamed} more`] : [];
  const [last, ...before] = [...names.slice(0, mostNamed), ...more].toReversed();
  if (last === undefined) return '';
  return before.length === 0 ? last : `${before.toReversed().join(', ')} and ${last}`;
};

/** The stages that had not ended when their run did, but for those that only held others. */
const innermostOpen = (stages: readonly Stage[]): Stage[] => {
  const open = stages.filter(({ state }) => state === 'aborted' || state === 'lost');
  const parents = new Set(open.map(({ parentStageId }) => parentStageId));
  return open.filter(({ stageId }) => !parents.has(stageId));
};
