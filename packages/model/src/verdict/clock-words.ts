import { formatDuration } from '../words/duration.ts';

/** How far the clock of a host is off: above 0 when it is behind. */
export interface HostClock {
  readonly behindMs: number;
  readonly isCertain: boolean;
}

/** No clock is further behind than one that shows the time of another zone. */
const mostBehindMs = 26 * 3_600_000;

/** Whether the events of a run were sent long after they happened, rather than by a clock that is wrong: a history that was imported. */
export const isLateDelivery = ({ behindMs, isCertain }: HostClock): boolean => !isCertain && behindMs > mostBehindMs;

/** `5 m 00 s behind`, `2 h 00 m ahead`, `5 m 00 s behind, or its events were sent late`. */
export const hostClockWords = ({ behindMs, isCertain }: HostClock): string => {
  const off = formatDuration(Math.abs(behindMs));
  if (behindMs < 0) return `${off} ahead`;
  return isCertain ? `${off} behind` : `${off} behind, or its events were sent late`;
};
