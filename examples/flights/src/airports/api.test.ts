import { afterAll, beforeEach, expect, test } from 'vitest';
import { startAirportsApi } from './api.ts';
import { healthy, planAnswer, type Behaviour, type Fault } from './behaviour.ts';
import { airportsApi, lookUpAirport } from './client.ts';

const api = await startAirportsApi();
afterAll(() => api[Symbol.asyncDispose]());
beforeEach(() => behave(healthy));

const behave = (behaviour: Behaviour) =>
  fetch(`${api.url}/behaviour`, { method: 'PUT', body: JSON.stringify(behaviour) });
const lookUp = async (iata: string, timeoutMs = 10_000) => {
  const lookup = await lookUpAirport(airportsApi(api.url, { timeoutMs }), iata);
  if (typeof lookup !== 'object' || 'airport' in lookup) return lookup;
  const { policy, error } = lookup.unavailable;
  return { policy, error: error.errorClass };
};
const failing = (fault: Fault, to = Infinity): Behaviour => ({
  ...healthy,
  // JSON knows no Infinity: an open window has no `to`.
  faults: [{ fault, from: 1, share: 1, ...(to < Infinity && { to }) }],
});

test('answers with the airport', async () => {
  expect(await lookUp('ATL')).toEqual({
    airport: { iata: 'ATL', name: 'William B Hartsfield-Atlanta Intl', city: 'Atlanta', state: 'GA', country: 'USA' },
  });
});

test('says so when there is no such airport', async () => {
  expect(await lookUp('QQQ')).toBe('unknown');
});

test('is asked again after a failure', async () => {
  await behave(failing('error', 3));
  expect(await lookUp('ATL')).toHaveProperty('airport.city', 'Atlanta');
});

test('is given up after three attempts', async () => {
  await behave(failing('error'));
  expect(await lookUp('ATL')).toEqual({ policy: 'load-unenriched', error: '5xx' });
});

test('is not waited for when it hangs', async () => {
  await behave(failing('hang', 2));
  expect(await lookUp('ATL', 300)).toHaveProperty('airport.city', 'Atlanta');
});

test('is left alone for as long as Retry-After says', async () => {
  await behave(failing('rate-limit', 2));
  const startedAtMs = performance.now();
  expect(await lookUp('ATL')).toHaveProperty('airport.city', 'Atlanta');
  expect(performance.now() - startedAtMs).toBeGreaterThan(990);
});

test('the n-th request always gets the same answer', () => {
  const behaviour: Behaviour = { ...healthy, faults: [{ fault: 'error', from: 1, share: 0.5 }], seed: 7 };
  const plan = () => Array.from({ length: 50 }, (_, request) => planAnswer(behaviour, request));
  expect(plan()).toEqual(plan());
  expect(new Set(plan().map(({ fault }) => fault))).toEqual(new Set(['error', undefined]));
});
