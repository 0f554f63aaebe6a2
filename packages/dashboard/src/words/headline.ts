import type { Pipeline, Run } from '@sightglass/model/api';
import { sayAgo } from '../format/duration.ts';
import { sayMoment } from '../format/time.ts';
import { unexplained } from './run-sentence.ts';
import { shownState, type ShownState } from './state-words.ts';

const urgency: readonly ShownState[] = ['failed', 'missed', 'lost', 'unbalanced', 'aborted', 'running', 'succeeded'];
const trouble: ReadonlySet<ShownState> = new Set(['failed', 'missed', 'lost', 'unbalanced']);

export const isTrouble = (pipeline: Pipeline): boolean => trouble.has(shownState(pipeline.lastRun));

/** Trouble first, then what runs, then the quiet ones; within each, the latest first. */
export const byUrgency = (pipelines: readonly Pipeline[]): Pipeline[] =>
  pipelines.toSorted(
    (a, b) =>
      urgency.indexOf(shownState(a.lastRun)) - urgency.indexOf(shownState(b.lastRun)) ||
      b.lastRun.startedAt.localeCompare(a.lastRun.startedAt),
  );

/** The one sentence home opens with. */
export const headline = (pipelines: readonly Pipeline[], now: number): string => {
  const troubled = byUrgency(pipelines.filter(isTrouble));
  const [worst] = troubled;
  if (worst !== undefined) return `${describeTrouble(worst.lastRun, now)}${others(troubled.length - 1)}.`;
  const running = pipelines.filter(({ lastRun }) => lastRun.state === 'running').length;
  const names =
    pipelines.length === 1 ? `${pipelines[0]?.name} is fresh` : `All ${pipelines.length} pipelines are fresh`;
  return `${names}${running === 0 ? '' : `; ${running} ${running === 1 ? 'is' : 'are'} running now`}.`;
};

const describeTrouble = (run: Run, now: number): string => {
  const at = run.failedStage === null ? '' : ` at ${run.failedStage}`;
  switch (shownState(run)) {
    case 'missed':
      return `${run.pipeline} was due ${sayMoment(Date.parse(run.startedAt), now)} and did not start`;
    case 'lost':
      return `${run.pipeline} went silent ${sayAgo(Date.parse(run.lastSeenAt), now)}${at}`;
    case 'unbalanced':
      return `${run.pipeline}: ${unexplained(run.rowsDifference)}`;
    default:
      return `${run.pipeline} failed ${sayAgo(Date.parse(run.finishedAt ?? run.lastSeenAt), now)}${at}`;
  }
};

const others = (count: number): string => {
  if (count === 0) return '';
  return count === 1 ? ', and one more pipeline needs a look' : `, and ${count} more pipelines need a look`;
};
