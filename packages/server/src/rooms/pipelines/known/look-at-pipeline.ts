import { deadlineWords, lateWords, runSentence, type Sentence, sentenceOf } from '@sightglass/model';
import { type Finding, type Look, pipelineSubject, type RuleType, troubleWords } from '@sightglass/model/alerting';
import type { ReceptionTime } from '../../../reception/reception-time.ts';
import type { BareRun } from '../../runs/run-view.ts';
import type { JudgedPipeline } from './judge-pipeline.ts';
import { type AboutRuns, findingsOfRuns } from './findings-of-runs.ts';
import { viewOf } from './read-pipeline.ts';

/** What alerts are made of, of one pipeline: each finding follows from the verdicts that its page shows. Pure. */
export const lookAtPipeline = (judged: JudgedPipeline, now: ReceptionTime): Look => {
  const { pipeline } = judged;
  const runs = judged.read.runs.map((run) => viewOf(run, now).run);
  return {
    subject: pipelineSubject(pipeline.namespace, pipeline.name),
    criticality: pipeline.criticality,
    usedBy: [],
    owner: pipeline.owner,
    findings: [missed(judged, runs), late(judged), outdated(judged), ...findingsOfRuns(runs, aboutRuns(judged))],
  };
};

const well = (what: RuleType): Finding => ({ what, is: 'well' });
const unknown = (what: RuleType): Finding => ({ what, is: 'unknown' });

interface Shown {
  readonly sinceMs: number;
  readonly sentence: Sentence;
  readonly runId: string | null;
}

const bad = (judged: JudgedPipeline, what: RuleType, shown: Shown): Finding => ({
  what,
  is: 'bad',
  ...shown,
  words: troubleWords[what],
  harm: 'no-data',
  neededAtMs: neededAtMs(judged),
  retryEndsMs: retryEndsMs(judged),
  causes: [],
});

const aboutRuns = (judged: JudgedPipeline): AboutRuns => {
  const { lastRun } = judged.pipeline;
  const { usualBefore } = judged.read;
  return {
    neededAtMs: neededAtMs(judged),
    retryEndsMs: retryEndsMs(judged),
    usualBefore,
    sentenceAbout: (run) => (lastRun.runId === run.runId ? lastRun.sentenceParts : runSentence(run, usualBefore(run))),
  };
};

const neededAtMs = ({ pipeline: { lastRun } }: JudgedPipeline): number | null =>
  lastRun.deadline == null || lastRun.deadline.state === 'met' ? null : Date.parse(lastRun.deadline.at);

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
