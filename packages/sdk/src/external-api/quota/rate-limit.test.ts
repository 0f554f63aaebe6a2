import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { forecastExhaustion, isSameWindow, type QuotaReading } from './quota-forecast.ts';
import { readQuota } from './rate-limit.ts';

const nowMs = Date.parse('2026-11-25T10:00:00Z');
const read = (headers: Record<string, string>) => readQuota((name) => headers[name] ?? null, nowMs);

describe('what an answer says of its quota', () => {
  it.each<[string, Record<string, string>, ReturnType<typeof read>]>([
    ['nothing', {}, undefined],
    [
      'the draft of the IETF',
      { ratelimit: '"default";r=50;t=30', 'ratelimit-policy': '"default";q=100;w=60' },
      { limit: 100, remaining: 50, resetAtMs: nowMs + 30_000 },
    ],
    [
      'several policies: the one nearest to its end',
      {
        ratelimit: '"burst";r=90;t=1, "day";r=100;t=3600',
        'ratelimit-policy': '"burst";q=100;w=1,"day";q=5000;w=86400',
      },
      { limit: 5_000, remaining: 100, resetAtMs: nowMs + 3_600_000 },
    ],
    [
      'the draft without a policy',
      { ratelimit: 'default;r=7' },
      { limit: undefined, remaining: 7, resetAtMs: undefined },
    ],
    [
      'the older draft',
      { 'ratelimit-limit': '100, 100;w=60', 'ratelimit-remaining': '12', 'ratelimit-reset': '20' },
      { limit: 100, remaining: 12, resetAtMs: nowMs + 20_000 },
    ],
    [
      'X-RateLimit with Unix seconds, as GitHub',
      { 'x-ratelimit-limit': '5000', 'x-ratelimit-remaining': '4999', 'x-ratelimit-reset': '1795600000' },
      { limit: 5_000, remaining: 4_999, resetAtMs: 1_795_600_000_000 },
    ],
    [
      'a reset in Unix milliseconds',
      { 'x-ratelimit-remaining': '1', 'x-ratelimit-reset': '1795600000000' },
      { limit: undefined, remaining: 1, resetAtMs: 1_795_600_000_000 },
    ],
    [
      'X-RateLimit with a date',
      { 'x-ratelimit-remaining': '0', 'x-ratelimit-reset': 'Wed, 25 Nov 2026 10:01:00 GMT' },
      { limit: undefined, remaining: 0, resetAtMs: nowMs + 60_000 },
    ],
    ['nonsense', { ratelimit: ';;r=,=', 'x-ratelimit-remaining': 'many', 'ratelimit-remaining': '-3' }, undefined],
  ])('%s', (_name, headers, expected) => {
    expect(read(headers)).toEqual(expected);
  });

  it('is whole numbers and times or nothing, whatever is sent', () => {
    const header = fc.oneof(fc.string(), fc.stringMatching(/^[0-9;,=rtqw" .]*$/u));
    fc.assert(
      fc.property(
        fc.dictionary(
          fc.constantFrom('ratelimit', 'ratelimit-policy', 'x-ratelimit-remaining', 'x-ratelimit-reset'),
          header,
        ),
        (headers) => {
          const quota = read(headers);
          if (quota === undefined) return;
          expect(Number.isSafeInteger(quota.remaining) && quota.remaining >= 0).toBe(true);
          expect(quota.resetAtMs === undefined || Number.isFinite(quota.resetAtMs)).toBe(true);
        },
      ),
    );
  });
});

describe('the forecast of a quota', () => {
  const reading = (atMs: number, remaining: number, resetAtMs?: number): QuotaReading => ({
    atMs: nowMs + atMs,
    limit: 100,
    remaining,
    resetAtMs: resetAtMs === undefined ? undefined : nowMs + resetAtMs,
  });
  it.each<[string, QuotaReading, QuotaReading, number | undefined]>([
    ['used up at the same rate', reading(0, 100), reading(10_000, 80), nowMs + 50_000],
    ['lasts until it begins anew', reading(0, 100), reading(10_000, 80, 40_000), undefined],
    ['does not last until then', reading(0, 100), reading(10_000, 80, 60_000), nowMs + 50_000],
    ['used up already', reading(0, 10), reading(10_000, 0, 60_000), nowMs + 10_000],
    ['not used', reading(0, 80), reading(10_000, 80), undefined],
    ['one reading', reading(0, 80), reading(0, 80), undefined],
  ])('%s', (_name, first, latest, expected) => {
    expect(forecastExhaustion(first, latest)).toBe(expected);
  });

  it('lies between the last reading and the begin of the next window', () => {
    const count = fc.integer({ min: 0, max: 10_000 });
    fc.assert(
      fc.property(count, count, count, count, (remaining, used, elapsedMs, leftMs) => {
        const first = reading(0, remaining + used);
        const latest = reading(elapsedMs, remaining, elapsedMs + leftMs);
        const at = forecastExhaustion(first, latest);
        expect(at === undefined || (at >= latest.atMs && at <= (latest.resetAtMs ?? 0))).toBe(true);
      }),
    );
  });

  it('a new window is told by more left than before, or another limit', () => {
    expect(isSameWindow(reading(0, 50), reading(1, 49))).toBe(true);
    expect(isSameWindow(reading(0, 50), reading(1, 51))).toBe(false);
    expect(isSameWindow(reading(0, 50), { ...reading(1, 49), limit: 60 })).toBe(false);
  });
});
