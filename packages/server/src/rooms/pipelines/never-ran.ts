import { neverRanSentence, writtenSentence } from '@sightglass/model';
import type { ExpectedPipeline } from '@sightglass/model/rest';
import { instantOf } from '../../http/instant.ts';
import type { Plans } from '../../plans/plans.ts';
import { nextDueMs } from '../../schedule/due-times.ts';
import { nothingDeclared } from './plan-view.ts';

interface Named {
  readonly namespace: string;
  readonly name: string;
}

/** A configured pipeline of which nothing was ever seen; undefined of one that is not configured. */
export const expectedOf = (
  plans: Plans,
  { namespace, name }: Named,
  nowMs: number,
  elsewhere: readonly string[] = [],
): ExpectedPipeline | undefined => {
  const sinceMs = plans.sinceMs({ namespace, name });
  if (sinceMs === undefined) return undefined;
  const settings = plans.now({ namespace, name }, nothingDeclared);
  const { owner, criticality, schedule, timeZone, deadline } = settings;
  const calendar = 'calendar' in settings ? settings.calendar : null;
  const dueAfter = (afterMs: number): string | null => {
    const dueMs = schedule === null ? undefined : nextDueMs({ cron: schedule, timeZone, calendar }, afterMs);
    return dueMs === undefined ? null : instantOf(dueMs);
  };
  return {
    namespace,
    name,
    owner,
    criticality,
    schedule,
    timeZone,
    deadline,
    expectedSince: instantOf(sinceMs),
    nextDueAt: dueAfter(nowMs),
    ...writtenSentence(neverRanSentence(dueAfter(sinceMs), elsewhere), nowMs),
  };
};
