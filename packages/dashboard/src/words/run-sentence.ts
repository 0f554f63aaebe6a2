import {
  doubtsSentence,
  isRejectedUnusual,
  isWithoutRows,
  openRowsSentence,
  rejectedShare,
  verdictOf,
  verdictWords,
} from '@sightglass/model';
import type { Run } from '@sightglass/model/rest';
import { formatDuration, sayAgo } from '../format/duration.ts';
import { bindFigures, noBreak } from '../format/no-break.ts';
import { countOf, formatCount, formatShare } from '../format/number.ts';
import { sayMoment } from '../format/time.ts';
import { deadlineSentence } from './deadline.ts';
import { atStage, byWhat, exitWords } from './run-outcome.ts';
import { isSlow, type Usual } from './usual.ts';

/**
 * Whether the data of a run can be used, and what happened, in words fit to be read aloud. A failure's reason comes with it unless it
 * is told elsewhere.
 */
export const runSentence = (run: Run, usual: Usual | null, now: number, isReasonTold = false): string => {
  const verdict = verdictOf(run, usual?.rejectedShare ?? null);
  const late = verdict === 'yes' && run.deadline?.state === 'missed' ? ', but late' : '';
  const said = `${verdictWords(verdict, run.rows)}${late}: ${whatHappened(run, usual, now, isReasonTold)}`;
  const deadline = deadlineSentence(run.deadline, now);
  return deadline === '' ? said : `${said}${/[.!?]$/u.test(said) ? '' : '.'} ${deadline}`;
};

const whatHappened = (run: Run, usual: Usual | null, now: number, isReasonTold: boolean): string => {
  const startedAt = Date.parse(run.startedAt);
  const endedAt = run.finishedAt === null ? startedAt + run.durationMs : Date.parse(run.finishedAt);
  switch (run.state) {
    case 'running':
      return `running for ${formatDuration(now - startedAt)}${rowsSoFar(run)}.${hanging(run)}${usualTime(usual)}`;
    case 'succeeded':
      return `${outcome(run, usual, sayMoment(endedAt, now))} ${pace(run.durationMs, usual)}`.trim();
    case 'failed':
      return `failed${atStage(run)} ${sayAgo(endedAt, now)}${isReasonTold ? '.' : reason(run)}`;
    case 'aborted':
      return `stopped${byWhat(run)}${atStage(run)} ${sayAgo(endedAt, now)}, after ${formatDuration(run.durationMs)}${isReasonTold ? '.' : reasonOfStop(run)}`;
    case 'lost':
      return `went silent${atStage(run)} ${sayAgo(Date.parse(run.lastSeenAt), now)}; it never said that it ended.`;
    case 'missed':
      return `was due ${sayMoment(startedAt, now)} and did not start.`;
  }
};

const rowsSoFar = ({ rows }: Run): string => {
  if (rows.written > 0) return `, ${countOf(rows.written, 'row')} so far`;
  return rows.read > 0 ? `, ${countOf(rows.read, 'row')} read so far` : '';
};

const hanging = ({ notAnsweringForMs }: Run): string =>
  typeof notAnsweringForMs === 'number'
    ? ` Its program has not answered for ${formatDuration(notAnsweringForMs)}.`
    : '';

const usualTime = (usual: Usual | null): string =>
  usual === null ? '' : ` It usually takes ${formatDuration(usual.durationMs)}.`;

const reason = (run: Run): string =>
  run.failure === null ? `${exitWords(run)}.` : `: ${run.failure.message || run.failure.type}`;

const reasonOfStop = ({ failure }: Run): string => (failure?.message ? `: ${failure.message}.` : '.');

const outcome = (run: Run, usual: Usual | null, at: string): string => {
  const { rows } = run;
  const reservations = [openRowsSentence(run), doubtsSentence(run.doubts)].filter((sentence) => sentence !== '');
  const open = reservations.length === 0 ? '' : `, but ${bindFigures(reservations.join('; '))}`;
  if (isWithoutRows(run)) return `finished ${at}; it counted no rows${open}.`;
  if (rows.written === 0 && rows.rejected > 0) return `${nothingButRejected(run)} ${at}${open}.`;
  return `loaded ${countOf(rows.written, 'row')} ${at}${rejected(run, usual)}${open}.`;
};

const nothingButRejected = ({ rows }: Run): string =>
  rows.rejected >= rows.read
    ? `all ${countOf(rows.rejected, 'row')} were rejected`
    : `${formatCount(rows.rejected)} of ${countOf(rows.read, 'row')} were rejected and none loaded`;

/** A usual count is told in passing, an unusual one with its share and what it is held against. */
const rejected = ({ rows }: Run, usual: Usual | null): string => {
  if (rows.rejected === 0) return '';
  const count = `; ${noBreak(`${formatCount(rows.rejected)} rejected`)}`;
  if (!isRejectedUnusual(rows, usual?.rejectedShare ?? null)) return count;
  const share = `, ${formatShare(rejectedShare(rows))} of all`;
  return usual === null ? `${count}${share}` : `${count}${share} and usually ${formatShare(usual.rejectedShare)}`;
};

/** How a duration compares with the usual one. */
export const pace = (durationMs: number, usual: Usual | null): string => {
  if (usual === null || usual.durationMs <= 0) return '';
  const ratio = durationMs / usual.durationMs;
  if (isSlow(durationMs, usual)) return `Took ${formatDuration(durationMs)}, ${ratio.toFixed(1)} × the usual.`;
  if (ratio > 0.5 || usual.durationMs - durationMs < 1000) return 'Usual time.';
  return `Took ${formatDuration(durationMs)}; usually ${formatDuration(usual.durationMs)}.`;
};
