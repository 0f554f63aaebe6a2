import { formatDuration } from '../words/duration.ts';

/** How far the clock of a host is off: above 0 when it is behind. */
export interface HostClock {
  readonly behindMs: number;
  readonly isCertain: boolean;
}

/** `5 m 00 s behind`, `2 h 00 m ahead`, `5 m 00 s behind, or its events were sent late`. */
export const hostClockWords = ({ behindMs, isCertain }: HostClock): string => {
  const off = formatDuration(Math.abs(behindMs));
  if (behindMs < 0) return `${off} ahead`;
  return isCertain ? `${off} behind` : `${off} behind, or its events were sent late`;
};
