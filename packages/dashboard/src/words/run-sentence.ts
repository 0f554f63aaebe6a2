import type { Run } from '@sightglass/model/api';
import { formatDuration, sayAgo } from '../format/duration.ts';
import { countOf, formatCount } from '../format/number.ts';
import { sayMoment } from '../format/time.ts';
import { unaccounted } from './open-rows.ts';

/** One plain sentence or two about a run, fit to be read aloud. A failure's reason comes with it unless it is told elsewhere. */
export const runSentence = (run: Run, usualDurationMs: number | null, now: number, isReasonTold = false): string => {
  const startedAt = Date.parse(run.startedAt);
  const endedAt = run.finishedAt === null ? startedAt + run.durationMs : Date.parse(run.finishedAt);
  switch (run.state) {
    case 'running':
      return `Running for ${formatDuration(now - startedAt)}${rowsSoFar(run)}.${usualTime(usualDurationMs)}`;
    case 'succeeded':
      return `${outcome(run, sayMoment(endedAt, now))} ${pace(run.durationMs, usualDurationMs)}`.trim();
    case 'failed':
      return `Failed${atStage(run)} ${sayAgo(endedAt, now)}${isReasonTold ? '.' : reason(run)}`;
    case 'aborted':
      return `Stopped${atStage(run)} ${sayAgo(endedAt, now)}, after ${formatDuration(run.durationMs)}.`;
    case 'lost':
      return `Went silent${atStage(run)} ${sayAgo(Date.parse(run.lastSeenAt), now)}; it never said that it ended.`;
    case 'missed':
      return `Was due ${sayMoment(startedAt, now)} and did not start.`;
  }
};

const rowsSoFar = ({ rows }: Run): string => {
  if (rows.written > 0) return `: ${countOf(rows.written, 'row')} so far`;
  return rows.read > 0 ? `: ${countOf(rows.read, 'row')} read so far` : '';
};

const usualTime = (usualDurationMs: number | null): string =>
  usualDurationMs === null ? '' : ` It usually takes ${formatDuration(usualDurationMs)}.`;

const atStage = ({ failedStage }: Run): string => (failedStage === null ? '' : ` at ${failedStage}`);

const reason = ({ failure }: Run): string => (failure === null ? '.' : `: ${failure.message || failure.type}`);

const outcome = (run: Run, at: string): string => {
  const { rows } = run;
  const gone = run.balanced === false ? `, but ${unaccounted(run.rowsDifference)}` : '';
  if (rows.written === 0 && rows.read === 0) return `Finished ${at}; it counted no rows${gone}.`;
  const rejected = rows.rejected === 0 ? '' : `; ${formatCount(rows.rejected)} rejected`;
  return `Loaded ${countOf(rows.written, 'row')} ${at}${rejected}${gone}.`;
};

/** How a duration compares with the usual one; small absolute differences are never worth a word. */
export const pace = (durationMs: number, usualDurationMs: number | null): string => {
  if (usualDurationMs === null || usualDurationMs <= 0) return '';
  const ratio = durationMs / usualDurationMs;
  const isNear = Math.abs(durationMs - usualDurationMs) < 1000;
  if (isNear || (ratio < 1.5 && ratio > 0.5)) return 'Usual time.';
  if (ratio >= 1.5) return `Took ${formatDuration(durationMs)}, ${ratio.toFixed(1)} × the usual.`;
  return `Took ${formatDuration(durationMs)}; usually ${formatDuration(usualDurationMs)}.`;
};
