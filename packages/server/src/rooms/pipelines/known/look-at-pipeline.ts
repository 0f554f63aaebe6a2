import {
  deadlineWords,
  hasFailedContract,
  isBroken,
  isNothingLoaded,
  isNothingWritten,
  isRejectedUnusual,
  isSuspiciouslyEmpty,
  lateWords,
  runSentence,
  type Sentence,
  sentenceOf,
  type UsualRun,
} from '@sightglass/model';
import {
  type Finding,
  type Harm,
  type Look,
  pipelineSubject,
  type RuleType,
  troubleWords,
} from '@sightglass/model/alerting';
import type { ReceptionTime } from '../../../reception/reception-time.ts';
import type { BareRun } from '../../runs/run-view.ts';
import type { JudgedPipeline } from './judge-pipeline.ts';
import { viewOf } from './read-pipeline.ts';

/** What alerts are made of, of one pipeline: each finding follows from the verdicts that its page shows. Pure. */
export const lookAtPipeline = (judged: JudgedPipeline, now: ReceptionTime): Look => {
  const { pipeline } = judged;
  const runs = judged.read.runs.map((run) => viewOf(run, now).run);
  return {
    subject: pipelineSubject(pipeline.namespace, pipeline.name),
    criticality: pipeline.criticality,
    usedBy: [],
    findings: [missed(judged, runs), late(judged), outdated(judged), ...ofRuns(judged, runs)],
  };
};

const well = (what: RuleType): Finding => ({ what, is: 'well' });
const unknown = (what: RuleType): Finding => ({ what, is: 'unknown' });

interface Shown {
  readonly sinceMs: number;
  readonly sentence: Sentence;
  readonly runId: string | null;
  readonly harm?: Harm;
  readonly words?: string;
}

const bad = (
  judged: JudgedPipeline,
  what: RuleType,
  { harm = 'no-data', words = troubleWords[what], ...shown }: Shown,
): Finding => {
  const { deadline } = judged.pipeline.lastRun;
  return {
    what,
    is: 'bad',
    ...shown,
    words,
    harm,
    neededAtMs: deadline == null || deadline.state === 'met' ? null : Date.parse(deadline.at),
    retryEndsMs: retryEndsMs(judged),
    causes: [],
  };
};

/** When the run that goes on usually ends. */
const retryEndsMs = ({ pipeline: { lastRun }, described: { usual, nowMs = 0 } }: JudgedPipeline): number | null => {
  if (lastRun.state !== 'running' || usual === null) return null;
  const endsMs = Date.parse(lastRun.runningSince ?? lastRun.startedAt) + usual.durationMs;
  return endsMs < nowMs ? null : endsMs;
};

const missed = (judged: JudgedPipeline, runs: readonly BareRun[]): Finding => {
  const { missed: ofPipeline = null, sentenceParts } = judged.pipeline;
  if (ofPipeline === null) return well('missed');
  const first = runs[ofPipeline.inARow - 1];
  const sinceMs = Date.parse(first?.startedAt ?? ofPipeline.dueAt);
  return bad(judged, 'missed', { sinceMs, sentence: sentenceParts, runId: ofPipeline.runId });
};

/** Past its deadline without data that can be used. One that is due again keeps what the time before left. */
const late = (judged: JudgedPipeline): Finding => {
  const { lastRun } = judged.pipeline;
  const isUsable = lastRun.state === 'succeeded' && lastRun.verdict.id !== 'no';
  const deadlines = [...(lastRun.deadline == null ? [] : [lastRun.deadline]), ...(lastRun.stageDeadlines ?? [])];
  const passed = deadlines.find(({ state }) => state === 'missed');
  if (isUsable || lastRun.deadline?.state === 'met') return well('late');
  if (passed === undefined) return judged.read.settings.deadline === null ? well('late') : unknown('late');
  return bad(judged, 'late', {
    sinceMs: Date.parse(passed.at),
    sentence: sentenceOf('Not usable: it ', deadlineWords(passed), ', and no data that can be used has come.'),
    runId: lastRun.runId,
  });
};

const outdated = (judged: JudgedPipeline): Finding => {
  const { freshness } = judged.described;
  const { lastRun } = judged.pipeline;
  if (freshness == null || freshness.lateSince === null) return well('outdated');
  if (lastRun.state === 'running') return unknown('outdated');
  return bad(judged, 'outdated', {
    sinceMs: Date.parse(freshness.lateSince),
    sentence: sentenceOf('Out of date: ', lateWords(freshness), '.'),
    runId: lastRun.runId,
  });
};

type Usual = UsualRun | null;

/** What is found in runs, and what it means for the data. `counts`: only such runs show it, or its absence. */
interface RunRule {
  readonly what: RuleType;
  readonly counts: (run: BareRun) => boolean;
  readonly holds: (run: BareRun, usual: Usual) => boolean;
  readonly harm: (run: BareRun, usual: Usual) => Harm;
}

const hasEnded = ({ state }: BareRun): boolean => state === 'succeeded' || state === 'failed' || state === 'lost';
const hasSucceeded = ({ state }: BareRun): boolean => state === 'succeeded';
const noData = (): Harm => 'no-data';

const runRules: readonly RunRule[] = [
  { what: 'failed', counts: hasEnded, holds: ({ state }) => state === 'failed', harm: noData },
  { what: 'lost', counts: hasEnded, holds: ({ state }) => state === 'lost', harm: noData },
  {
    what: 'rejected',
    counts: hasSucceeded,
    holds: ({ rows }, usual) => isNothingLoaded(rows) || isRejectedUnusual(rows, usual?.rejectedShare ?? null),
    harm: ({ rows }) => (isNothingLoaded(rows) ? 'no-data' : 'doubt'),
  },
  {
    what: 'ledger',
    counts: hasSucceeded,
    holds: ({ balanced }) => balanced === false,
    harm: ({ rows }) => (isNothingWritten(rows) ? 'no-data' : 'wrong-data'),
  },
  {
    what: 'check-failed',
    counts: hasSucceeded,
    holds: (run) => hasFailedContract(run),
    harm: (run) => (isBroken(run) ? 'no-data' : 'wrong-data'),
  },
  { what: 'empty', counts: hasSucceeded, holds: isSuspiciouslyEmpty, harm: () => 'doubt' },
];

const ofRuns = (judged: JudgedPipeline, runs: readonly BareRun[]): Finding[] =>
  runRules.map((rule) => ofRunRule(judged, runs, rule));

const ofRunRule = (
  judged: JudgedPipeline,
  newestFirst: readonly BareRun[],
  { what, counts, holds, harm }: RunRule,
): Finding => {
  const { usualBefore } = judged.read;
  const ended = newestFirst.filter(hasEnded);
  const [latest] = ended;
  if (latest === undefined || !counts(latest)) return unknown(what);
  if (!holds(latest, usualBefore(latest))) return well(what);
  const free = ended.findIndex((run) => counts(run) && !holds(run, usualBefore(run)));
  const first = (free === -1 ? ended : ended.slice(0, free)).findLast((run) => counts(run)) ?? latest;
  return bad(judged, what, {
    sinceMs: endOf(first),
    sentence: sentenceAbout(judged, latest),
    runId: latest.runId,
    harm: harm(latest, usualBefore(latest)),
    words: what === 'failed' && latest.failedStage !== null ? `failed at ${latest.failedStage}` : troubleWords[what],
  });
};

const endOf = ({ finishedAt, lastSeenAt }: BareRun): number => Date.parse(finishedAt ?? lastSeenAt);

/** As its page says it. */
const sentenceAbout = ({ pipeline: { lastRun }, read }: JudgedPipeline, run: BareRun): Sentence =>
  lastRun.runId === run.runId ? lastRun.sentenceParts : runSentence(run, read.usualBefore(run));
