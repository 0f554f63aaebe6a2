import fc from 'fast-check';
import { expect, test } from 'vitest';
import { statedWaitMs } from './stated-wait.ts';

const nowMs = Date.parse('2026-11-25T10:00:00Z');
const unixSeconds = nowMs / 1_000;
const waitOf = (headers: Readonly<Record<string, string>>, status = 429) =>
  statedWaitMs(status, (name) => headers[name] ?? null, nowMs);

test.each<[string, Readonly<Record<string, string>>, number | undefined]>([
  ['Retry-After first', { 'retry-after': '7', 'x-ratelimit-reset': '60' }, 7_000],
  ['nothing', {}, undefined],
  ['seconds', { 'x-ratelimit-reset': '60' }, 60_000],
  ['parts of seconds', { 'x-ratelimit-reset-after': '1.5', 'x-ratelimit-reset': `${unixSeconds + 9}` }, 1_500],
  ['Unix seconds', { 'x-ratelimit-reset': `${unixSeconds + 30}` }, 30_000],
  ['Unix seconds with a fraction', { 'x-ratelimit-reset': `${unixSeconds + 30}.25` }, 30_250],
  ['Unix milliseconds', { 'x-ratelimit-reset': `${nowMs + 30_000}` }, 30_000],
  ['a date', { 'x-ratelimit-reset': 'Wed, 25 Nov 2026 10:01:00 GMT' }, 60_000],
  ['a time of ISO 8601', { 'x-ratelimit-reset': '2026-11-25T10:01:00Z' }, 60_000],
  [
    'the clock of the API',
    { date: 'Wed, 25 Nov 2026 09:00:00 GMT', 'x-ratelimit-reset': `${unixSeconds - 3_570}` },
    30_000,
  ],
  ['the name that X had', { 'x-rate-limit-remaining': '0', 'x-rate-limit-reset': `${unixSeconds + 900}` }, 900_000],
  ['the older draft', { 'ratelimit-remaining': '0', 'ratelimit-reset': '20' }, 20_000],
  ['one header of an older draft', { ratelimit: 'limit=100, remaining=0, reset=30' }, 30_000],
  ['the draft', { ratelimit: '"default";r=0;t=30' }, 30_000],
  ['the draft without what is left', { ratelimit: 'default;t=30' }, 30_000],
  ['the limits that are used up', { ratelimit: '"s";r=0;t=2, "m";r=0;t=40, "day";r=90;t=3600' }, 40_000],
  ['a limit with requests left', { 'x-ratelimit-remaining': '4999', 'x-ratelimit-reset': '3000' }, undefined],
  ['a draft with requests left', { ratelimit: '"day";r=90;t=3600' }, undefined],
  ['a time that is over', { 'x-ratelimit-reset': `${unixSeconds - 5}` }, undefined],
  ['0 seconds', { 'x-ratelimit-reset': '0' }, undefined],
  ['nonsense', { 'x-ratelimit-reset': 'soon', ratelimit: ';;t=,=', 'ratelimit-reset': '-4' }, undefined],
])('a 429 states by %s how long it lasts', (_name, headers, expected) => expect(waitOf(headers)).toBe(expected));

test('no other answer is read by when a limit is renewed', () => {
  expect(waitOf({ 'x-ratelimit-reset': '60' }, 503)).toBeUndefined();
  expect(waitOf({ 'retry-after': '60' }, 503)).toBe(60_000);
});

test('a wait is a number above 0 or nothing, whatever is sent', () => {
  const text = fc.oneof(fc.string(), fc.stringMatching(/^[0-9;,=rtqw". -]*$/u));
  const name = fc.constantFrom('ratelimit', 'ratelimit-reset', 'x-ratelimit-reset', 'x-ratelimit-remaining', 'date');
  fc.assert(
    fc.property(fc.dictionary(name, text), (headers) => {
      const waitMs = waitOf(headers);
      expect(waitMs === undefined || (Number.isFinite(waitMs) && waitMs > 0)).toBe(true);
    }),
  );
});
