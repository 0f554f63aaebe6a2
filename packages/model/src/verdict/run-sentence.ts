import { leakColumns, type Ledger } from '../ledger/ledger.ts';
import type { Unexplained } from '../ledger/unexplained.ts';
import { countOf, formatCount, formatShare } from '../words/count.ts';
import { formatDuration } from '../words/duration.ts';
import { openRowsSentence } from '../words/ledger-words.ts';
import { reasonIn, type Sentence, type SentencePart, sentenceOf, timeIn } from '../words/sentence.ts';
import { deadlineSentence, type Deadline, type StageDeadline, stageDeadlinesSentence } from './deadline-words.ts';
import { doubtsSentence, isGraveDoubt, programsSentence } from './run-doubts.ts';
import {
  isBrokenByContract,
  isNoNewData,
  isNothingLoaded,
  isNothingWritten,
  isOnlyCheck,
  isRejectedUnusual,
  isWithoutData,
  type JudgedRun,
  rejectedShare,
  runVerdict,
  type UsualRun,
} from './run-verdict.ts';
import { isOverlong, overlongRatio, paceWords } from './usual.ts';

/** All that the words about a run are made of. */
export interface DescribedRun extends JudgedRun {
  readonly startedAt: string;
  readonly finishedAt: string | null;
  readonly durationMs: number;
  /** While running: its start by the server's clock, whatever the sender's is. */
  readonly runningSince?: string | null | undefined;
  readonly lastSeenAt: string;
  readonly notAnsweringForMs?: number | null | undefined;
  readonly unexplained: Unexplained;
  readonly failure: { readonly type: string; readonly message: string } | null;
  readonly failedStage: string | null;
  readonly exitCode: number | null;
  readonly exitSignal: string | null;
  readonly deadline?: Deadline | null | undefined;
  readonly stageDeadlines?: readonly StageDeadline[] | undefined;
}

/**
 * Whether the data of a run can be used and what happened, in a sentence fit to be read aloud. `usual` is null while it is not known.
 * `check` is what else is to be checked before data that could be used.
 */
export const runSentence = (run: DescribedRun, usual: UsualRun | null, check = ''): Sentence => {
  const { id, words } = runVerdict(run, usual);
  const isLate = run.deadline?.state === 'missed' && (id === 'yes' || id === 'nothing-new' || id === 'unknown');
  const head = id === 'unknown' ? `${words}${isLate ? ' late' : ''} ` : `${words}${isLate ? ', but late' : ''}: `;
  return sentenceOf(
    check === '' ? head : `Usable, but check: ${check}; ${id === 'unknown' ? 'finished ' : ''}`,
    whatHappened(run, usual),
    deadlineSentence(run.deadline, run.state),
    stageDeadlinesSentence(run.stageDeadlines),
    run.state === 'succeeded' ? '' : programsSentence(run.doubts),
  );
};

const whatHappened = (run: DescribedRun, usual: UsualRun | null): Sentence => {
  const endedAt = run.finishedAt ?? Date.parse(run.startedAt) + run.durationMs;
  const at = atStage(run);
  switch (run.state) {
    case 'running':
      return sentenceOf(
        'running for ',
        timeIn(run.runningSince ?? run.startedAt, 'elapsed'),
        `${rowsSoFar(run)}.${notAnswering(run)}${usualTime(run, usual)}`,
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
        reasonIn(stopReason(run)),
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

const usualTime = (run: DescribedRun, usual: UsualRun | null): string => {
  if (usual === null) return '';
  return isOverlong(run, usual)
    ? ` That is ${overlongRatio(run, usual)} × its usual time of ${formatDuration(usual.durationMs)}.`
    : ` It usually takes ${formatDuration(usual.durationMs)}.`;
};

const failureReason = (run: DescribedRun): SentencePart => {
  if (run.failure !== null) return reasonIn(run.failure.message || run.failure.type);
  return `${exitWords(run)}.`;
};

/** What a run that succeeded left behind; `at` is when it ended. */
const outcome = (run: DescribedRun, usual: UsualRun | null, at: SentencePart): Sentence => {
  const { rows } = run;
  const open = openMatters(run);
  const but = open === '' ? '.' : `, but ${open}.`;
  if (isBrokenByContract(run)) return sentenceOf(`${doubtsSentence(run.doubts)} `, at, `${checkedWords(rows)}.`);
  if (isNoNewData(run, usual))
    return sentenceOf(`it ${noRowsWords(run)} and finished `, at, noteWords(run), `.${usualRows(usual)}`);
  if (run.empty === 'legal' && isWithoutData(run, usual)) return sentenceOf('nothing to load; it finished ', at, but);
  if (runVerdict(run, usual).id === 'unknown')
    return sentenceOf(at, `; ${uncountedWords(run)}, so check the data yourself.`);
  if (rows.read === 0 && rows.written === 0 && rows.rejected === 0) return sentenceOf('finished ', at, but);
  if (isNothingLoaded(rows) || isNothingWritten(rows))
    return sentenceOf(`${leftOutWords(rows)} `, at, noteWords(run), but);
  const did = isOnlyCheck(run) ? `checked ${countOf(rows.read, 'row')}` : `loaded ${countOf(rows.written, 'row')}`;
  return sentenceOf(`${did} `, at, rejectedWords(rows, usual), noteWords(run), but);
};

/** `read no rows` only where somebody counted them. */
export const noRowsWords = ({ rowsCounted }: Pick<JudgedRun, 'rowsCounted'>): string =>
  rowsCounted === false ? 'counted no rows' : 'read no rows';

const uncountedWords = ({ rowsCounted }: DescribedRun): string =>
  rowsCounted === false ? 'nothing was counted: it does not report row counts' : 'it counted no rows';

/** `; checked 199 rows, 2 rejected`: what a run that only checked has read. */
const checkedWords = ({ read, rejected }: Ledger): string => {
  if (read === 0) return '';
  return `; checked ${countOf(read, 'row')}${rejected === 0 ? '' : `, ${formatCount(rejected)} rejected`}`;
};

/** `all 1,000 rows were filtered`, `1 of 1,000 rows was rejected and 999 were filtered`, `none of 1,000 rows was loaded`. */
const leftOutWords = (rows: Ledger): string => {
  const all = Math.max(rows.read, rows.rejected);
  const counts = leakColumns.flatMap((how) => (rows[how] > 0 ? { how, count: rows[how] } : []));
  const [first, ...more] = counts;
  if (first === undefined)
    return all === 1 ? 'its one row was not loaded' : `none of ${countOf(all, 'row')} was loaded`;
  if (first.count >= all)
    return all === 1 ? `its one row was ${first.how}` : `all ${countOf(all, 'row')} were ${first.how}`;
  const clauses = [
    `${formatCount(first.count)} of ${countOf(all, 'row')} ${wasWere(first.count)} ${first.how}`,
    ...more.map(({ how, count }) => `${formatCount(count)} ${wasWere(count)} ${how}`),
  ];
  const last = clauses.pop() ?? '';
  return clauses.length === 0 ? `${last} and none was loaded` : `${clauses.join(', ')} and ${last}`;
};

const wasWere = (count: number): string => (count === 1 ? 'was' : 'were');

/** `; a file passed contract orders with warnings`: what does not keep anybody from using the data. */
const noteWords = ({ doubts }: DescribedRun): string => {
  const notes = doubtsSentence(doubts.filter((doubt) => !isGraveDoubt(doubt)));
  return notes === '' ? '' : `; ${notes}`;
};

/** ` It usually reads 1,000.` */
const usualRows = (usual: UsualRun | null): string => {
  const [read, written] = [usual?.rowsRead ?? 0, usual?.rowsWritten ?? 0];
  if (read > 0) return ` It usually reads ${formatCount(read)}.`;
  return written > 0 ? ` It usually writes ${formatCount(written)}.` : '';
};

/** A usual count is mentioned in passing, an unusual one with its share and what it is held against. */
const rejectedWords = (rows: Ledger, usual: UsualRun | null): string => {
  if (rows.rejected === 0) return '';
  const count = `; ${formatCount(rows.rejected)} rejected`;
  return isRejectedUnusual(rows, usual?.rejectedShare ?? null) ? `${count}, ${unusualShare(rows, usual)}` : count;
};

const unusualShare = (rows: Ledger, usual: UsualRun | null): string => {
  const share = `${formatShare(rejectedShare(rows))} of all`;
  return usual === null || usual.rejectedShare === null
    ? share
    : `${share} and usually ${formatShare(usual.rejectedShare)}`;
};

/** Which rows nothing explains, and what else is in doubt; empty when nothing is. */
const openMatters = (run: DescribedRun): string =>
  [unbalancedSentence(run), doubtsSentence(run.doubts.filter(isGraveDoubt))]
    .filter((sentence) => sentence !== '')
    .join('; ');

/** Which rows nothing explains; of a run that only reports that it is unbalanced, that. */
export const unbalancedSentence = (run: Pick<DescribedRun, 'state' | 'balanced' | 'unexplained'>): string =>
  openRowsSentence(run) || (run.balanced === false ? 'its rows do not add up' : '');

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
    case 'aborted': {
      const reason = stopReason(run);
      return `stopped${byWhat(run)}${at}${reason ? `: ${reason}` : ''}`;
    }
    case 'failed':
      if (failure === null) return `failed${at}${exitWords(run)}`;
      return `${failedStage === null ? '' : `${failedStage}: `}${failure.message || failure.type}`;
    case 'succeeded': {
      const isUnusual = !isNothingLoaded(rows) && isRejectedUnusual(rows, usual?.rejectedShare ?? null);
      const notes = doubtsSentence(run.doubts.filter((doubt) => !isGraveDoubt(doubt)));
      if (isNoNewData(run, usual)) return [noRowsWords(run), notes].filter(Boolean).join('; ');
      return [openMatters(run), isUnusual ? `${unusualShare(rows, usual)} rejected` : '', notes]
        .filter(Boolean)
        .join('; ');
    }
    case 'running':
      return notAnswering(run).trim().replace(/^Its/u, 'its').replace(/\.$/u, '');
  }
};

const atStage = ({ failedStage }: DescribedRun): string => (failedStage === null ? '' : ` at ${failedStage}`);

/** Of a run that was stopped, unless it only repeats by what. */
const stopReason = ({ failure, exitSignal }: DescribedRun): string | undefined =>
  failure !== null && exitSignal !== null && failure.message === `ended by ${exitSignal}`
    ? undefined
    : failure?.message;

const byWhat = ({ exitSignal, exitCode }: DescribedRun): string => {
  if (exitSignal !== null) return ` by ${exitSignal}`;
  return exitCode === null ? '' : ` with exit code ${exitCode}`;
};

/** `: ended by SIGKILL`, `: exit code 3`; empty for runs of programs nobody watched from outside. */
const exitWords = ({ exitSignal, exitCode }: DescribedRun): string => {
  if (exitSignal !== null) return `: ended by ${exitSignal}`;
  return exitCode === null ? '' : `: exit code ${exitCode}`;
};
