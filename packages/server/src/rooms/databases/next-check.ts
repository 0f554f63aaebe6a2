import { jitteredMs } from '@sightglass/model';
import type { Health } from './health.ts';
import { failuresInARow, failuresToDown } from './health.ts';

const soonMs = 5_000;
const jitterShare = 0.1;

/**
 * How long until a database is checked again. What has just begun to fail, or to recover, is checked again soon, so that a passing fault
 * and an outage are distinguished in seconds; otherwise by its interval. `random` in [0, 1) keeps many from being checked at once.
 */
export const nextCheckInMs = ({ state, recent }: Health, intervalMs: number, random: number): number => {
  const failures = failuresInARow(recent.map(({ outcome }) => outcome));
  const isUnsure = (failures > 0 && failures < failuresToDown) || (state === 'degraded' && failures === 0);
  const usualMs = isUnsure ? Math.min(intervalMs, soonMs) : intervalMs;
  return Math.round(jitteredMs(usualMs, jitterShare, random));
};
