import { formatCount } from '../words/count.ts';
import { formatShare } from '../words/count.ts';
import { othersNeedAttention, type Sentence, sentenceOf, type SentencePart, timeIn } from '../words/sentence.ts';
import { deadlineSentence, deadlineWords, stageDeadlinesSentence } from './deadline-words.ts';
import { type Freshness, lateWords } from './freshness.ts';
import { latenessOf, type TimedPipeline } from './late-data.ts';
import { byUrgencyAndCriticality } from './criticality.ts';
import { upstreamsWords, type UnusableUpstream } from './upstream-words.ts';
import { doubtsSentence } from './run-doubts.ts';
import { type DescribedRun, noRowsWords, runSentence, unbalancedSentence } from './run-sentence.ts';
import { isRejectedUnusual, rejectedShare, runVerdict, type RunVerdict, type UsualRun } from './run-verdict.ts';
import { shownOfState, shownRun, type ShownState } from './shown-state.ts';
import type { Shown, Verdict } from './shown.ts';
import { isOverlong, overlongRatio } from './usual.ts';

/** A run that is known to have been due and has not started. */
export interface MissedRuns {
  readonly dueAt: string;
  readonly inARow: number;
  /** No run of it ever started. */
  readonly isFirst?: boolean | undefined;
}

/** All that the words about a pipeline are made of. */
export interface DescribedPipeline extends TimedPipeline {
  readonly name: string;
  /** The run before the last one, with what was usual before it; null of a pipeline that ran once. */
  readonly runBefore: { readonly run: DescribedRun; readonly usual: UsualRun | null } | null;
  readonly missed: MissedRuns | null;
  /** Null or absent of a pipeline with a schedule or deadline, and while too few runs show what is usual. */
  readonly freshness?: Freshness | null;
  /** Pipelines it depends on, whose data cannot be used now. */
  readonly unusable?: readonly UnusableUpstream[];
  /** `low`, `medium`, `high`, `critical`, or none. */
  readonly criticality?: string | null;
}

const urgency: readonly ShownState[] = [
  'failed',
  'missed',
  'lost',
  'rejected',
  'stage-failed',
  'unbalanced',
  'broken',
  'unchecked',
  'doubtful',
  'unenriched',
  'shared',
  'empty',
  'outdated',
  'dependency',
  'aborted',
  'late',
  'slow',
  'running',
  'succeeded',
];
const trouble: ReadonlySet<ShownState> = new Set(urgency.slice(0, urgency.indexOf('aborted')));

/**
 * The verdict on its last run; data that should have been replaced since is not today's, however well that run went, and data made of
 * what cannot be used is to be checked.
 */
export const pipelineVerdict = (pipeline: DescribedPipeline): Verdict<RunVerdict> => {
  if (lateFreshness(pipeline) !== undefined) return { id: 'no', words: shownOfState('outdated').word };
  return mustCheckUpstreams(pipeline)
    ? { id: 'yes-but', words: 'Usable, but check' }
    : runVerdict(pipeline.lastRun, pipeline.usual);
};

/** The state of its last run, held against what is usual; or that its data is out of date or came late, or that of a pipeline it depends on not usable. */
export const shownPipeline = (pipeline: DescribedPipeline): Shown<ShownState> => {
  if (lateFreshness(pipeline) !== undefined) return shownOfState('outdated');
  const shown = shownRun(pipeline.lastRun, pipeline.usual);
  if (trouble.has(shown.id)) return shown;
  if (mustCheckUpstreams(pipeline)) return shownOfState('dependency');
  const lateness = latenessOf(pipeline);
  return lateness === undefined ? shown : shownOfState(lateness);
};

/** Its last run failed, gave no signal, did not start, runs late or far too long, its data cannot be used without a check, or is out of date. */
export const pipelineNeedsAttention = (pipeline: DescribedPipeline): boolean =>
  isInTrouble(pipeline) ||
  mustCheckUpstreams(pipeline) ||
  isRunningLate(pipeline.lastRun) ||
  isOverlong(pipeline.lastRun, pipeline.usual) ||
  lateFreshness(pipeline) !== undefined;

const isInTrouble = ({ lastRun, usual }: DescribedPipeline): boolean => trouble.has(shownRun(lastRun, usual).id);

/** What is known of data that should have come and has not, while nothing graver is known. */
const lateFreshness = (pipeline: DescribedPipeline): Freshness | undefined => {
  const { freshness, lastRun } = pipeline;
  const isLate = freshness !== null && freshness !== undefined && freshness.lateSince !== null;
  return isLate && lastRun.state !== 'running' && !isInTrouble(pipeline) ? freshness : undefined;
};

/** Its own data could be used, but was made of data that cannot. */
const mustCheckUpstreams = ({ lastRun, usual, unusable = [] }: DescribedPipeline): boolean =>
  unusable.length > 0 && !notUsable.has(runVerdict(lastRun, usual).id);

const notUsable: ReadonlySet<RunVerdict> = new Set(['no', 'wait']);

/** `failed`, `did not start`: why pipelines that depend on it are to be checked; undefined while its data can be used. */
export const whyNotUsable = (pipeline: DescribedPipeline): string | undefined => {
  const before = wrongBefore(pipeline);
  if (before !== undefined && runVerdict(before.run, before.usual).id === 'no')
    return `${unusableWords(shownRun(before.run, before.usual).id)} and is running again`;
  const { lastRun, usual } = pipeline;
  if (lateFreshness(pipeline) === undefined && runVerdict(lastRun, usual).id !== 'no') return undefined;
  return unusableWords(shownPipeline(pipeline).id);
};

const unusableWords = (state: ShownState): string => {
  switch (state) {
    case 'missed':
      return 'did not start';
    case 'lost':
      return 'gives no signal';
    case 'aborted':
      return 'was stopped';
    case 'outdated':
      return 'is out of date';
    case 'failed':
      return 'failed';
    case 'broken':
      return 'failed a contract';
    default:
      return 'loaded no rows';
  }
};

/** Still running past its deadline, or that of a stage. A run that ended late is late no more. */
const isRunningLate = ({ state, deadline, stageDeadlines = [] }: DescribedRun): boolean =>
  state === 'running' && (deadline?.state === 'missed' || stageDeadlines.some((stage) => stage.state === 'missed'));

/** Trouble first, then data that came late, then what runs, then the quiet ones: the smaller the more urgent. */
export const pipelineUrgency = (pipeline: DescribedPipeline): number =>
  urgency.indexOf(shownPipeline(pipeline).id) + (pipelineNeedsAttention(pipeline) ? 0 : urgency.length);

/** How its last run went, that it was due and has not started, or that it runs again after one that went wrong. */
export const pipelineSentence = (pipeline: DescribedPipeline): Sentence => {
  const { missed, lastRun, usual } = pipeline;
  if (missed !== null)
    return sentenceOf(
      `${runVerdict({ ...lastRun, state: 'missed' }, null).words}: `,
      missedWords(missed),
      '.',
      deadlineSentence(lastRun.deadline, lastRun.state),
      stageDeadlinesSentence(lastRun.stageDeadlines),
    );
  const late = lateFreshness(pipeline);
  const needs = upstreamsWords(pipeline.unusable);
  if (late !== undefined)
    return sentenceOf(`${pipelineVerdict(pipeline).words}: `, lateWords(late), needs === '' ? '.' : `; ${needs}.`);
  if (mustCheckUpstreams(pipeline)) return runSentence(lastRun, usual, needs);
  const wrong = wrongBefore(pipeline);
  if (wrong === undefined) return runSentence(lastRun, usual);
  return sentenceOf(runSentence(lastRun, usual), ' The run before ', howItWentWrong(wrong), '.');
};

/** `was due at 02:00 and has not started (2 in a row)`, `was due at 02:00 and has never run` */
const missedWords = ({ dueAt, inARow, isFirst = false }: MissedRuns): Sentence => {
  const count = inARow === 1 ? '' : ` (${inARow} in a row)`;
  return sentenceOf('was due ', timeIn(dueAt, 'at'), ` and has ${isFirst ? 'never run' : 'not started'}${count}`);
};

type RunBefore = NonNullable<DescribedPipeline['runBefore']>;

/** The run before, if it went wrong and the pipeline is running again. */
const wrongBefore = ({ lastRun, runBefore }: DescribedPipeline): RunBefore | undefined =>
  lastRun.state === 'running' && runBefore !== null && trouble.has(shownRun(runBefore.run, runBefore.usual).id)
    ? runBefore
    : undefined;

/** `failed (at load, 02:13)`, `did not start (due 02:00)`, `ended with more rejects than usual (02:13)`. */
const howItWentWrong = ({ run, usual }: RunBefore): Sentence => {
  const shown = shownRun(run, usual);
  const at = timeIn(run.finishedAt ?? run.lastSeenAt, 'time');
  const stage = run.failedStage === null ? '' : `at ${run.failedStage}, `;
  switch (shown.id) {
    case 'failed':
      return sentenceOf(`failed (${stage}`, at, ')');
    case 'missed':
      return sentenceOf('did not start (due ', timeIn(run.startedAt, 'time'), ')');
    case 'lost':
      return sentenceOf(`gave no more signal (${stage}`, at, ')');
    default:
      return sentenceOf(`ended with a doubt: ${shown.word.toLowerCase()} (`, at, ')');
  }
};

/** The one sentence about all pipelines: trouble first. `nowMs` is when it is said: quiet for more than a week is mentioned. */
export const pipelinesSentence = (
  pipelines: readonly DescribedPipeline[],
  nowMs = 0,
  total = pipelines.length,
): Sentence => {
  const troubled = mostUrgentFirst(pipelines.filter(pipelineNeedsAttention));
  const isPart = total > pipelines.length;
  const [worst] = troubled;
  if (worst !== undefined)
    return sentenceOf(troubleWords(worst), `${othersNeedAttention(troubled.length - 1, 'pipeline', isPart)}.`);
  const again = pipelines.flatMap((pipeline) => {
    const before = wrongBefore(pipeline);
    return before === undefined ? [] : [{ name: pipeline.name, before }];
  });
  const [first] = again;
  if (first === undefined) return quietWords(pipelines, nowMs, total);
  return sentenceOf(
    `${first.name} `,
    howItWentWrong(first.before),
    ` last time and is running again${othersNeedAttention(again.length - 1, 'pipeline')}.`,
  );
};

const mostUrgentFirst = (pipelines: readonly DescribedPipeline[]): DescribedPipeline[] =>
  pipelines.map((pipeline) => ({ ...pipeline, urgency: pipelineUrgency(pipeline) })).toSorted(byUrgencyAndCriticality);

const troubleWords = (pipeline: DescribedPipeline): Sentence => {
  const { name, lastRun: run, missed } = pipeline;
  const stage = run.failedStage === null ? '' : ` at ${run.failedStage}`;
  const late = lateFreshness(pipeline);
  if (late !== undefined) return sentenceOf(`${name} is out of date: `, lateWords(late));
  switch (shownPipeline(pipeline).id) {
    case 'missed':
      return sentenceOf(`${name} `, missedWords(missed ?? { dueAt: run.startedAt, inARow: 1 }));
    case 'running':
      return sentenceOf(
        `${name} is still running`,
        ...(run.deadline ? [' and ', deadlineWords(run.deadline)] : []),
        ...lateStageWords(run),
        overlongWords(run, pipeline.usual),
      );
    case 'lost':
      return sentenceOf(
        `${name} has given no signal since `,
        timeIn(run.lastSeenAt, 'time'),
        stage === '' ? '' : `,${stage}`,
      );
    case 'unbalanced':
      return [`${name}: ${unbalancedSentence(run)}`];
    case 'stage-failed':
    case 'broken':
    case 'unchecked':
    case 'unenriched':
    case 'shared':
      return [`${name}: ${doubtsSentence(run.doubts)}`];
    case 'dependency':
      return [`${name} is usable, but check: ${upstreamsWords(pipeline.unusable)}`];
    case 'empty':
      return sentenceOf(`${name} ${noRowsWords(run)} `, timeIn(run.finishedAt ?? run.lastSeenAt, 'ago'));
    case 'doubtful':
      return isRejectedUnusual(run.rows, pipeline.usual?.rejectedShare ?? null)
        ? [`${name} rejected ${formatShare(rejectedShare(run.rows))} of its rows`]
        : [`${name}: ${doubtsSentence(run.doubts)}`];
    case 'rejected':
      return [`${name} rejected ${formatShare(rejectedShare(run.rows))} of its rows`];
    default:
      return sentenceOf(`${name} failed${stage} `, timeIn(run.finishedAt ?? run.lastSeenAt, 'ago'));
  }
};

/** `, stage load missed its deadline of 04:00` */
const lateStageWords = ({ stageDeadlines = [] }: DescribedRun): SentencePart[] => {
  const late = stageDeadlines.find(({ state }) => state === 'missed');
  return late === undefined ? [] : [`, stage ${late.stage} `, ...deadlineWords(late)];
};

/** `, 3.4 × its usual time` */
const overlongWords = (run: DescribedRun, usual: UsualRun | null): string =>
  isOverlong(run, usual) ? `, ${overlongRatio(run, usual)} × its usual time` : '';

/** Nothing needs attention. */
const quietWords = (pipelines: readonly DescribedPipeline[], nowMs: number, total: number): Sentence => {
  const [only] = pipelines;
  if (only === undefined) return ['No pipeline has run yet.'];
  const age = ageOf(pipelines, nowMs);
  if (pipelines.length === 1) return sentenceOf(`${only.name} ${onlyWords(only)}`, ...age, '.');
  const count = (is: (pipeline: DescribedPipeline) => boolean) => pipelines.filter(is).length;
  const stopped = count(({ lastRun }) => lastRun.state === 'aborted');
  const running = count(({ lastRun }) => lastRun.state === 'running');
  const succeeded = count(hasSucceeded);
  const all = pipelines.length;
  const subject = total > all ? partCount(succeeded, all, total) : quietCount(succeeded, all);
  const late = count((pipeline) => latenessOf(pipeline) === 'late');
  const others = [
    ...areWords(late, 'was', 'were', 'late'),
    ...areWords(stopped, 'was', 'were', 'stopped'),
    ...areWords(running, 'is', 'are', 'running now'),
  ];
  return sentenceOf(
    `${subject} pipelines succeeded on their last run`,
    ...(age.length === 0 ? [] : [', the latest ', ...age.slice(1)]),
    `${others.map((words) => `; ${words}`).join('')}.`,
  );
};

/** `All 12`, `10 of 12` */
const quietCount = (succeeded: number, all: number): string =>
  succeeded === all ? `All ${formatCount(all)}` : `${formatCount(succeeded)} of ${formatCount(all)}`;

/** `The first 500 of 2,000`, `480 of the first 500 of 2,000` */
const partCount = (succeeded: number, looked: number, total: number): string => {
  const part = `first ${formatCount(looked)} of ${formatCount(total)}`;
  return succeeded === looked ? `The ${part}` : `${formatCount(succeeded)} of the ${part}`;
};

const longAgoMs = 7 * 24 * 3_600_000;

/** `, 300 days ago`: when the latest of the last runs ended, if that is long ago; nothing while one runs. */
const ageOf = (pipelines: readonly DescribedPipeline[], nowMs: number): SentencePart[] => {
  const ends = pipelines.map(({ lastRun }) => (lastRun.state === 'running' ? nowMs : Date.parse(endOf(lastRun))));
  const latestMs = Math.max(...ends);
  return nowMs - latestMs > longAgoMs ? [', ', timeIn(latestMs, 'ago')] : [];
};

const endOf = (run: DescribedRun): string => run.finishedAt ?? run.lastSeenAt;

/** Of one that runs, the run before counts. */
const hasSucceeded = ({ lastRun, runBefore }: DescribedPipeline): boolean =>
  (lastRun.state === 'running' ? runBefore?.run.state : lastRun.state) === 'succeeded';

const onlyWords = ({ lastRun, runBefore }: DescribedPipeline): string => {
  if (lastRun.state === 'aborted') return 'was stopped';
  if (lastRun.state !== 'running') return 'succeeded on its last run';
  return runBefore === null ? 'is running for the first time' : 'is running now';
};

const areWords = (count: number, one: string, several: string, what: string): string[] =>
  count === 0 ? [] : [`${count} ${count === 1 ? one : several} ${what}`];
