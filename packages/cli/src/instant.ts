import { CliError } from './errors.ts';

const ago = /^(\d+(?:\.\d+)?)\s*(s|m|h|d|w)$/;
const written = /^\d{4}-\d\d-\d\d(?:[T ]\d\d:\d\d(?::\d\d(?:\.\d+)?)?(?:Z|[+-]\d\d:?\d\d)?)?$/;
const unitMs: Record<string, number> = { s: 1e3, m: 6e4, h: 36e5, d: 864e5, w: 6048e5 };

/** What RFC 3339 can write: four digits of years. */
const earliestMs = Date.parse('0000-01-01T00:00:00Z');
const latestMs = Date.parse('9999-12-31T23:59:59.999Z');

/** An RFC 3339 instant or a time ago (`90s`, `15m`, `2h`, `7d`, `1w`) as RFC 3339 in UTC. Raises {@link CliError}. */
export const parseInstant = (text: string, nowMs: number): string => {
  const [, amount, unit = ''] = ago.exec(text) ?? [];
  const writtenAtMs = written.test(text) ? Date.parse(text) : Number.NaN;
  const atMs = amount === undefined ? writtenAtMs : nowMs - Number(amount) * (unitMs[unit] ?? 0);
  if (!(atMs >= earliestMs && atMs <= latestMs)) {
    throw new CliError(
      'INVALID_TIME',
      `"${text}" is not a time; write one like 2026-05-01T10:00:00Z, or 15m, 2h, 7d for so long ago`,
    );
  }
  return new Date(atMs).toISOString();
};
