import { parseDuration } from '@sightglass/model';
import { CliError } from './errors.ts';

const written = /^\d{4}-\d\d-\d\d(?:[T ]\d\d:\d\d(?::\d\d(?:\.\d+)?)?(?:Z|[+-]\d\d:?\d\d)?)?$/;

/** What RFC 3339 can write: four digits of years. */
const earliestMs = Date.parse('0000-01-01T00:00:00Z');
const latestMs = Date.parse('9999-12-31T23:59:59.999Z');

/** An RFC 3339 instant or a time ago (`90s`, `15m`, `2h`, `7d`, `1w`) as RFC 3339 in UTC. Raises {@link CliError}. */
export const parseInstant = (text: string, nowMs: number): string => {
  const agoMs = parseDuration(text, ['s', 'm', 'h', 'd', 'w']);
  const writtenAtMs = written.test(text) ? Date.parse(text) : Number.NaN;
  const atMs = agoMs === undefined ? writtenAtMs : nowMs - agoMs;
  if (!(atMs >= earliestMs && atMs <= latestMs)) {
    throw new CliError(
      'INVALID_TIME',
      `"${text}" is not a time; write one like 2026-05-01T10:00:00Z, or 15m, 2h, 7d for so long ago`,
    );
  }
  return new Date(atMs).toISOString();
};
