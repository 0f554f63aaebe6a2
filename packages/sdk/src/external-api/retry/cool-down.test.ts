import { expect, it } from 'vitest';
import { errorOf, withApi } from '../../../testing/api-client.ts';
import { sendJson, type ApiAnswerer } from '../../../testing/http-api.ts';

/** Answers the first request with 429 and these headers, and all later ones well. */
const refusesFirst =
  (headers: object): ApiAnswerer =>
  (_request, response, index) =>
    sendJson(response, {}, index === 0 ? 429 : 200, index === 0 ? headers : {});

it('after a 429 all calls wait as long as the API asks', async () => {
  await using setup = await withApi(refusesFirst({ 'retry-after': '1' }), { retry: { waitMs: 1 } });
  const first = setup.client.get('/items');
  await expect.poll(() => setup.server.requests.length).toBe(1);
  const refusedAtMs = performance.now();
  await new Promise((resolve) => setTimeout(resolve, 50));
  await Promise.all([first, ...Array.from({ length: 20 }, () => setup.client.get('/items'))]);
  expect(setup.server.requests).toHaveLength(22);
  expect(performance.now() - refusedAtMs).toBeGreaterThan(900);
});

it.each<[string, object, object]>([
  ['longer than a call may wait', { 'retry-after': '60' }, { waitMs: 1, mostWaitMs: 1_000 }],
  ['absurdly long', { 'retry-after': '9'.repeat(30) }, { waitMs: 1 }],
])('where that is %s they are held back, and nothing is sent', async (_name, headers, retry) => {
  await using setup = await withApi(refusesFirst(headers), { retry, fallback: 'skip-row' });
  expect(await setup.client.get('/items')).toMatchObject({ decision: { error: { errorClass: '429' } } });
  const held = await Promise.all(Array.from({ length: 5 }, () => setup.client.get('/items')));
  expect(held.map((answer) => answer.decision?.error.errorClass)).toEqual(
    Array.from({ length: 5 }, () => 'cooling_down'),
  );
  const error = held[0]?.decision?.error;
  expect(error?.problem).toMatch(/^the API answered 429 and is not called for another /u);
  expect(setup.server.requests).toHaveLength(1);
});

it('a day is the most an API may ask for', async () => {
  await using setup = await withApi(refusesFirst({ 'retry-after': '9'.repeat(30) }));
  expect(await errorOf(setup.client.get('/items'))).toMatchObject({ retryAfterMs: 86_400_000 });
});

it('without Retry-After the time at which the limit is renewed counts, at most a day', async () => {
  await using setup = await withApi(refusesFirst({ 'x-ratelimit-remaining': '0', 'x-ratelimit-reset': '42' }));
  expect(await errorOf(setup.client.get('/items'))).toMatchObject({ retryAfterMs: 42_000 });
  await using other = await withApi(refusesFirst({ 'x-ratelimit-reset': '9'.repeat(14) }), { retry: { attempts: 1 } });
  expect(await errorOf(other.client.get('/items'))).toMatchObject({ retryAfterMs: 86_400_000 });
});

it('a date is measured by the clock of the API', async () => {
  const at = (seconds: number) => new Date(Date.UTC(2020, 0, 1) + seconds * 1_000).toUTCString();
  await using setup = await withApi(refusesFirst({ date: at(0), 'retry-after': at(42) }));
  expect(await errorOf(setup.client.get('/items'))).toMatchObject({ retryAfterMs: 42_000 });
});

it('a call that waits for it can be given up', async () => {
  await using setup = await withApi(refusesFirst({ 'retry-after': '9' }), { retry: { attempts: 1 } });
  await errorOf(setup.client.get('/items'));
  const error = await errorOf(setup.client.get('/items', { signal: AbortSignal.timeout(20) }));
  expect(error).toMatchObject({ name: 'ApiError', errorClass: 'timeout' });
});

it('without a wish of the API it is short, and over with an answer', async () => {
  const answer: ApiAnswerer = (_request, response, index) => sendJson(response, {}, index < 3 ? 429 : 200);
  await using setup = await withApi(answer, { retry: { waitMs: 1, attempts: 5 } });
  expect(await setup.client.get('/items')).toMatchObject({ ok: true });
  expect(setup.server.requests).toHaveLength(4);
});
