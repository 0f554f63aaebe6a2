import {
  hasFailedContract,
  isBroken,
  isNothingLoaded,
  isNothingWritten,
  isRejectedUnusual,
  isSuspiciouslyEmpty,
  runSentence,
  type Sentence,
  type UsualRun,
} from '@sightglass/model';
import { type Finding, type Harm, type RuleType, troubleWords } from '@sightglass/model/alerting';
import type { UsualOf } from '../../runs/latest-usable.ts';
import type { BareRun } from '../../runs/run-view.ts';

/** What a finding about a run knows beside it. */
export interface AboutRuns {
  /** When data is needed, unix ms. */
  readonly neededAtMs: number | null;
  /** When the run that goes on usually ends, unix ms. */
  readonly retryEndsMs: number | null;
  readonly usualBefore: UsualOf;
  /** As the page of the pipeline writes it. */
  readonly sentenceAbout?: (run: BareRun) => Sentence;
}

type Usual = UsualRun | null;

/** What is found in runs, and what it means for the data. `counts`: only such runs show it, or its absence. */
interface RunRule {
  readonly what: RuleType;
  readonly counts: (run: BareRun) => boolean;
  readonly holds: (run: BareRun, usual: Usual) => boolean;
  readonly harm: (run: BareRun, usual: Usual) => Harm;
}

export const hasEnded = ({ state }: BareRun): boolean =>
  state === 'succeeded' || state === 'failed' || state === 'lost';
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

/** What the runs of a pipeline show, newest first: one finding for each rule about runs. Pure. */
export const findingsOfRuns = (newestFirst: readonly BareRun[], about: AboutRuns): Finding[] =>
  runRules.map((rule) => findingOf(newestFirst, rule, about));

const findingOf = (
  newestFirst: readonly BareRun[],
  { what, counts, holds, harm }: RunRule,
  { usualBefore, neededAtMs, retryEndsMs, sentenceAbout }: AboutRuns,
): Finding => {
  const ended = newestFirst.filter(hasEnded);
  const [latest] = ended;
  if (latest === undefined || !counts(latest)) return { what, is: 'unknown' };
  if (!holds(latest, usualBefore(latest))) return { what, is: 'well' };
  const free = ended.findIndex((run) => counts(run) && !holds(run, usualBefore(run)));
  const first = (free === -1 ? ended : ended.slice(0, free)).findLast((run) => counts(run)) ?? latest;
  return {
    what,
    is: 'bad',
    sinceMs: endOf(first),
    sentence: sentenceAbout?.(latest) ?? runSentence(latest, usualBefore(latest)),
    runId: latest.runId,
    harm: harm(latest, usualBefore(latest)),
    words: what === 'failed' && latest.failedStage !== null ? `failed at ${latest.failedStage}` : troubleWords[what],
    neededAtMs,
    retryEndsMs,
    causes: [],
  };
};

/** When it ended, unix ms. */
export const endOf = ({ finishedAt, lastSeenAt }: Pick<BareRun, 'finishedAt' | 'lastSeenAt'>): number =>
  Date.parse(finishedAt ?? lastSeenAt);
