import type { RunDeadline } from '@sightglass/model/rest';
import type { ReceptionTime } from '../../reception/reception-time.ts';
import type { RunFacts } from './facts.ts';
import { lastDueMs, nextClockTimeMs } from '../../schedule/due-times.ts';

type Facts = Pick<RunFacts, 'startedAtMs' | 'schedule' | 'timeZone' | 'deadline' | 'finish' | 'isMissed'>;

const mostEarlyMs = 60_000;

/** How a run stands to its deadline: the first such time of day after it was due, or after its start when it has no schedule. */
export const deadlineOf = (run: Facts, { receivedUntilMs }: ReceptionTime): RunDeadline | null => {
  if (run.deadline === null) return null;
  const atMs = nextClockTimeMs(run.deadline, run.timeZone, referenceMs(run));
  if (atMs === undefined) return null;
  const { finish } = run;
  const isMet = finish?.state === 'succeeded' && finish.atMs <= atMs;
  const isOver = finish?.state === 'succeeded' || receivedUntilMs > atMs;
  return { at: new Date(atMs).toISOString(), state: isMet ? 'met' : isOver ? 'missed' : 'due' };
};

const referenceMs = ({ schedule, timeZone, startedAtMs, isMissed }: Facts): number => {
  if (schedule === null || isMissed) return startedAtMs;
  return lastDueMs({ cron: schedule, timeZone }, startedAtMs + mostEarlyMs) ?? startedAtMs;
};
