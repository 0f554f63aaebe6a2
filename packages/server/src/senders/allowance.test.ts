import { expect, it } from 'vitest';
import { createLimits, LimitReachedError } from './limits.ts';

const at = (limits: { records?: number; requests?: number; queries?: number }) => {
  let nowMs = 0;
  const { enter, pass, query } = createLimits(
    {
      recordsPerSecond: limits.records,
      bytesPerSecond: undefined,
      requestsPerMinute: limits.requests,
      concurrentQueries: limits.queries,
    },
    () => nowMs,
  );
  const wait = (job: () => unknown): number => {
    try {
      job();
      return 0;
    } catch (error) {
      return (error as LimitReachedError).retryAfterSeconds;
    }
  };
  return {
    pass: (records: number, key = 'a') => wait(() => pass(key, key, 0, records)),
    enter: (key = 'a') => wait(() => enter(key)),
    query,
    advance: (ms: number) => void (nowMs += ms),
  };
};

it('ten seconds of records may come at once, the last body overdraws, and what was overdrawn has to come in first', () => {
  const { pass, advance } = at({ records: 100 });
  expect([pass(999), pass(501), pass(1)]).toEqual([0, 0, 5]);
  advance(4_000);
  expect(pass(1)).toBe(1);
  advance(1_100);
  expect([pass(1), pass(1, 'b')]).toEqual([0, 0]);
});

it('a minute of requests may come at once, and no more after a pause of an hour', () => {
  const { enter, advance } = at({ requests: 3 });
  const three = () => [enter(), enter(), enter()];
  expect([...three(), enter()]).toEqual([0, 0, 0, 1]);
  advance(3_600_000);
  expect([...three(), enter()]).toEqual([0, 0, 0, 1]);
  advance(20_000);
  expect([enter(), enter()]).toEqual([0, 1]);
});

it('requests under way are counted until they end', () => {
  const { query } = at({ queries: 2 });
  const end = query('a');
  query('a');
  expect(() => query('a', 'ada')).toThrow(LimitReachedError);
  query('b');
  end();
  query('a');
  expect(() => query('a', 'ada')).toThrow('2 requests of "ada"');
});

it('without limits everything may come', () => {
  const { pass, enter } = at({});
  expect([pass(1e12), pass(1e12), enter()]).toEqual([0, 0, 0]);
});
