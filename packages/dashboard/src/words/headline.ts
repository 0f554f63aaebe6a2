import {
  doubtsSentence,
  judgedState,
  openRowsSentence,
  rejectedShare,
  shownState,
  type ShownState,
  usualOf,
} from '@sightglass/model';
import type { Pipeline } from '@sightglass/model/rest';
import { sayAgo } from '../format/duration.ts';
import { bindFigures } from '../format/no-break.ts';
import { formatShare } from '../format/number.ts';
import { deadlineWords, isRunningLate } from './deadline.ts';
import { sayMissed } from './pipeline-sentence.ts';

const urgency: readonly ShownState[] = [
  'failed',
  'missed',
  'lost',
  'rejected',
  'unbalanced',
  'broken',
  'doubtful',
  'unenriched',
  'aborted',
  'running',
  'succeeded',
];
const trouble: ReadonlySet<ShownState> = new Set([
  'failed',
  'missed',
  'lost',
  'rejected',
  'unbalanced',
  'broken',
  'doubtful',
  'unenriched',
]);

/** Its last run failed, fell silent, did not start or runs late, or its data cannot be used without a look. */
export const isTrouble = (pipeline: Pipeline): boolean =>
  trouble.has(pipelineState(pipeline)) || isRunningLate(pipeline);

/** The state of its last run, held against what is usual. */
export const pipelineState = (pipeline: Pipeline): ShownState => judgedState(pipeline.lastRun, usualOf(pipeline));

/** Trouble first, then what runs, then the quiet ones; within each, the latest first. */
export const byUrgency = (pipelines: readonly Pipeline[]): Pipeline[] =>
  pipelines.toSorted(
    (a, b) =>
      urgency.indexOf(pipelineState(a)) - urgency.indexOf(pipelineState(b)) ||
      Number(isTrouble(b)) - Number(isTrouble(a)) ||
      b.lastRun.startedAt.localeCompare(a.lastRun.startedAt),
  );

/** The one sentence home opens with. */
export const headline = (pipelines: readonly Pipeline[], now: number): string => {
  const troubled = byUrgency(pipelines.filter(isTrouble));
  const [worst] = troubled;
  if (worst !== undefined) return `${describeTrouble(worst, now)}${others(troubled.length - 1)}.`;
  const again = pipelines.filter(isRunningAgain);
  const [first] = again;
  if (first !== undefined)
    return `${first.name} did not go well last time and is running again${others(again.length - 1)}.`;
  return describeQuiet(pipelines);
};

/** Running now after a run that did not go well: no trouble yet, and not fresh either. */
const isRunningAgain = ({ lastRun, recentRuns }: Pipeline): boolean => {
  const before = recentRuns.findLast(({ runId, state }) => runId !== lastRun.runId && state !== 'running');
  return lastRun.state === 'running' && before !== undefined && trouble.has(shownState(before));
};

const describeQuiet = (pipelines: readonly Pipeline[]): string => {
  const [only] = pipelines;
  if (only !== undefined && pipelines.length === 1) return `${only.name} ${onlyWord(only)}.`;
  const stopped = pipelines.filter(({ lastRun }) => lastRun.state === 'aborted').length;
  const running = pipelines.filter(({ lastRun }) => lastRun.state === 'running').length;
  const fresh = pipelines.length - stopped;
  const subject =
    stopped === 0 ? `All ${fresh} pipelines are fresh` : `${fresh} of ${pipelines.length} pipelines are fresh`;
  return [subject, ...was(stopped, 'stopped'), ...is(running, 'running now')].join('; ') + '.';
};

const onlyWord = ({ lastRun, freshAt }: Pipeline): string => {
  if (lastRun.state === 'aborted') return 'was stopped';
  if (lastRun.state !== 'running') return 'is fresh';
  return freshAt === null ? 'is running for the first time' : 'is running now';
};

const was = (count: number, what: string): string[] =>
  count === 0 ? [] : [`${count} ${count === 1 ? 'was' : 'were'} ${what}`];
const is = (count: number, what: string): string[] =>
  count === 0 ? [] : [`${count} ${count === 1 ? 'is' : 'are'} ${what}`];

const describeTrouble = (pipeline: Pipeline, now: number): string => {
  const { lastRun: run, missed } = pipeline;
  const at = run.failedStage === null ? '' : ` at ${run.failedStage}`;
  switch (pipelineState(pipeline)) {
    case 'missed':
      return `${run.pipeline} ${sayMissed(missed ?? { dueAt: run.startedAt, inARow: 1 }, now)}`;
    case 'running':
      return `${run.pipeline} is still running${run.deadline ? ` and ${deadlineWords(run.deadline, now)}` : ''}`;
    case 'lost':
      return `${run.pipeline} went silent ${sayAgo(Date.parse(run.lastSeenAt), now)}${at}`;
    case 'unbalanced':
      return `${run.pipeline}: ${bindFigures(openRowsSentence(run))}`;
    case 'broken':
    case 'unenriched':
      return `${run.pipeline}: ${bindFigures(doubtsSentence(run.doubts))}`;
    case 'rejected':
    case 'doubtful':
      return `${run.pipeline} rejected ${formatShare(rejectedShare(run.rows))} of its rows`;
    default:
      return `${run.pipeline} failed ${sayAgo(Date.parse(run.finishedAt ?? run.lastSeenAt), now)}${at}`;
  }
};

const others = (count: number): string => {
  if (count === 0) return '';
  return count === 1 ? ', and one more pipeline needs a look' : `, and ${count} more pipelines need a look`;
};
