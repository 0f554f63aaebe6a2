import type { Ledger } from '../ledger/ledger.ts';
import type { Unexplained } from '../ledger/unexplained.ts';
import { countOf, formatCount, formatShare } from '../words/count.ts';
import { formatDuration } from '../words/duration.ts';
import { openRowsSentence } from '../words/ledger-words.ts';
import { reasonIn, type Sentence, type SentencePart, sentenceOf, timeIn } from '../words/sentence.ts';
import { deadlineSentence, type Deadline } from './deadline-words.ts';
import { doubtsSentence } from './run-doubts.ts';
import {
  isNothingLoaded,
  isRejectedUnusual,
  type JudgedRun,
  rejectedShare,
  runVerdict,
  type UsualRun,
} from './run-verdict.ts';
import { paceWords } from './usual.ts';

/** All that the words about a run are made of. */
export interface DescribedRun extends JudgedRun {
  readonly startedAt: string;
  readonly finishedAt: string | null;
  readonly durationMs: number;
  readonly lastSeenAt: string;
  readonly notAnsweringForMs?: number | null | undefined;
  readonly unexplained: Unexplained;
  readonly failure: { readonly type: string; readonly message: string } | null;
  readonly failedStage: string | null;
  readonly exitCode: number | null;
  readonly exitSignal: string | null;
  readonly deadline?: Deadline | null | undefined;
}

/** Whether the data of a run can be used and what happened, in a sentence fit to be read aloud. `usual` is null while it is not known. */
export const runSentence = (run: DescribedRun, usual: UsualRun | null): Sentence => {
  const { id, words } = runVerdict(run, usual);
  const isLate = run.deadline?.state === 'missed' && (id === 'yes' || id === 'unknown');
  const head = id === 'unknown' ? `${words}${isLate ? ' late' : ''} ` : `${words}${isLate ? ', but late' : ''}: `;
  return sentenceOf(head, whatHappened(run, usual), deadlineSentence(run.deadline, run.state));
};

const whatHappened = (run: DescribedRun, usual: UsualRun | null): Sentence => {
  const endedAt = run.finishedAt ?? Date.parse(run.startedAt) + run.durationMs;
  const at = atStage(run);
  switch (run.state) {
    case 'running':
      return sentenceOf(
        'running for ',
        timeIn(run.startedAt, 'elapsed'),
        `${rowsSoFar(run)}.${notAnswering(run)}${usualTime(usual)}`,
      );
    case 'succeeded':
      return sentenceOf(outcome(run, usual, timeIn(endedAt, 'at')), after(paceWords(run.durationMs, usual)));
    case 'failed':
      return sentenceOf(`failed${at} `, timeIn(endedAt, 'ago'), failureReason(run));
    case 'aborted':
      return sentenceOf(
        `stopped${byWhat(run)}${at} `,
        timeIn(endedAt, 'ago'),
        `, after ${formatDuration(run.durationMs)}`,
        reasonIn(run.failure?.message),
      );
    case 'lost':
      return sentenceOf(
        'no signal since ',
        timeIn(run.lastSeenAt, 'time'),
        `${at === '' ? '' : `,${at}`}. It may still be running.`,
      );
    case 'missed':
      return sentenceOf('was due ', timeIn(run.startedAt, 'at'), ' and did not start.');
  }
};

const after = (words: string): string => (words === '' ? '' : ` ${words}`);

const rowsSoFar = ({ rows }: DescribedRun): string => {
  if (rows.written > 0) return `, ${countOf(rows.written, 'row')} so far`;
  return rows.read > 0 ? `, ${countOf(rows.read, 'row')} read so far` : '';
};

const notAnswering = ({ notAnsweringForMs }: DescribedRun): string =>
  typeof notAnsweringForMs === 'number'
    ? ` Its program has not answered for ${formatDuration(notAnsweringForMs)}.`
    : '';

const usualTime = (usual: UsualRun | null): string =>
  usual === null ? '' : ` It usually takes ${formatDuration(usual.durationMs)}.`;

const failureReason = (run: DescribedRun): SentencePart => {
  if (run.failure !== null) return reasonIn(run.failure.message || run.failure.type);
  return `${exitWords(run)}.`;
};

/** What a run that succeeded left behind; `at` is when it ended. */
const outcome = (run: DescribedRun, usual: UsualRun | null, at: SentencePart): Sentence => {
  const { rows } = run;
  const open = openMatters(run);
  const but = open === '' ? '.' : `, but ${open}.`;
  if (runVerdict(run, usual).id === 'unknown')
    return sentenceOf(at, '. It reported no rows, so check the data yourself.');
  if (rows.read === 0 && rows.written === 0 && rows.rejected === 0) return sentenceOf('finished ', at, but);
  if (isNothingLoaded(rows)) return sentenceOf(`${nothingButRejected(rows)} `, at, but);
  return sentenceOf(`loaded ${countOf(rows.written, 'row')} `, at, rejectedWords(rows, usual), but);
};

const nothingButRejected = (rows: Ledger): string =>
  rows.rejected >= rows.read
    ? `all ${countOf(rows.rejected, 'row')} were rejected`
    : `${formatCount(rows.rejected)} of ${countOf(rows.read, 'row')} were rejected and none loaded`;

/** A usual count is mentioned in passing, an unusual one with its share and what it is held against. */
const rejectedWords = (rows: Ledger, usual: UsualRun | null): string => {
  if (rows.rejected === 0) return '';
  const count = `; ${formatCount(rows.rejected)} rejected`;
  return isRejectedUnusual(rows, usual?.rejectedShare ?? null) ? `${count}, ${unusualShare(rows, usual)}` : count;
};

const unusualShare = (rows: Ledger, usual: UsualRun | null): string => {
  const share = `${formatShare(rejectedShare(rows))} of all`;
  return usual === null ? share : `${share} and usually ${formatShare(usual.rejectedShare)}`;
};

/** Which rows nothing explains, and what else is in doubt; empty when nothing is. */
const openMatters = (run: Pick<DescribedRun, 'state' | 'unexplained' | 'doubts'>): string =>
  [openRowsSentence(run), doubtsSentence(run.doubts)].filter((sentence) => sentence !== '').join('; ');

/**
 * What a list shows of a run beside its state and figures: why it ended badly, which rows nothing explains, or what is in doubt.
 * Else empty. It holds no times, as the list has them.
 */
export const runOutcome = (run: DescribedRun, usual: UsualRun | null): string => {
  const { state, failure, failedStage, rows } = run;
  const at = atStage(run);
  switch (state) {
    case 'missed':
      return 'was due and did not start';
    case 'lost':
      return `no signal${at === '' ? '' : `,${at}`}; it may still be running`;
    case 'aborted':
      return `stopped${byWhat(run)}${at}${failure?.message ? `: ${failure.message}` : ''}`;
    case 'failed':
      if (failure === null) return `failed${at}${exitWords(run)}`;
      return `${failedStage === null ? '' : `${failedStage}: `}${failure.message || failure.type}`;
    case 'succeeded': {
      const isUnusual = !isNothingLoaded(rows) && isRejectedUnusual(rows, usual?.rejectedShare ?? null);
      return [openMatters(run), isUnusual ? `${unusualShare(rows, usual)} rejected` : ''].filter(Boolean).join('; ');
    }
    case 'running':
      return notAnswering(run).trim().replace(/^Its/u, 'its').replace(/\.$/u, '');
  }
};

const atStage = ({ failedStage }: DescribedRun): string => (failedStage === null ? '' : ` at ${failedStage}`);

const byWhat = ({ exitSignal, exitCode }: DescribedRun): string => {
  if (exitSignal !== null) return ` by ${exitSignal}`;
  return exitCode === null ? '' : ` with exit code ${exitCode}`;
};

/** `: ended by SIGKILL`, `: exit code 3`; empty for runs of programs nobody watched from outside. */
const exitWords = ({ exitSignal, exitCode }: DescribedRun): string => {
  if (exitSignal !== null) return `: ended by ${exitSignal}`;
  return exitCode === null ? '' : `: exit code ${exitCode}`;
};
