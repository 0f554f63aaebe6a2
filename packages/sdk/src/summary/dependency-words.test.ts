import { describe, expect, it } from 'vitest';
import { openSpansOf, type TimedBreakerState } from '../dependencies/breaker-history.ts';
import { DependencyTotals } from '../dependencies/dependency-totals.ts';
import { DependencyUse } from '../dependencies/dependency-use.ts';
import { dependencyWords } from './dependency-words.ts';

const change = (atMs: number, to: TimedBreakerState['to'], breakerId = 'b1'): TimedBreakerState => ({
  dependency: 'airports',
  breakerId,
  to,
  atMs,
});

describe('times a breaker was not closed', () => {
  it.each<[string, TimedBreakerState[], [number, number | undefined, boolean][]]>([
    ['none', [], []],
    ['opened and closed', [change(1, 'open'), change(2, 'half-open'), change(3, 'closed')], [[1, 3, false]]],
    [
      'tried in vain',
      [change(1, 'open'), change(2, 'half-open'), change(3, 'open'), change(4, 'half-open'), change(5, 'closed')],
      [[1, 5, false]],
    ],
    ['still open', [change(1, 'open')], [[1, undefined, false]]],
    [
      'isolated while open',
      [change(1, 'open'), change(2, 'isolated'), change(3, 'closed')],
      [
        [1, 2, false],
        [2, 3, true],
      ],
    ],
    [
      'twice',
      [change(1, 'open'), change(2, 'closed'), change(3, 'open'), change(4, 'closed')],
      [
        [1, 2, false],
        [3, 4, false],
      ],
    ],
    [
      'two breakers',
      [change(1, 'open'), change(2, 'open', 'b2'), change(3, 'closed'), change(4, 'closed', 'b2')],
      [
        [1, 3, false],
        [2, 4, false],
      ],
    ],
  ])('%s', (_name, changes, expected) => {
    expect(openSpansOf(changes).map(({ fromMs, toMs, isolated }) => [fromMs, toMs, isolated])).toEqual(expected);
  });
});

const target = { dependency: 'airports', endpoint: 'GET /', serverAddress: 'api.test', serverPort: 443 };

it('says one of anything as one', () => {
  const use = new DependencyUse();
  const tally = use.tally(target);
  tally.called(false);
  tally.requested({ durationMs: 90, bytesSent: 0, bytesReceived: 10 });
  use.rowsAffected('airports', 'skip-row', '5xx', 1);
  const totals = new DependencyTotals();
  totals.add(use);
  expect(totals.summaries().map(dependencyWords)).toEqual(['airports: 1 request, p95 90 ms; 1 row skipped']);
});

it('a run says what came of its calls, over all its stages', () => {
  const at = (time: string) => new Date(`2026-11-25T${time}`).getTime();
  const totals = new DependencyTotals();
  for (const rows of [3_000, 811]) {
    const use = new DependencyUse();
    const tally = use.tally(target);
    for (let calls = 0; calls < 600; calls += 1) {
      tally.called(false);
      tally.requested({
        durationMs: 90,
        bytesSent: 0,
        bytesReceived: 10,
        ...(calls < 25 && { error: '5xx' as const }),
      });
    }
    tally.retried();
    use.rowsAffected('airports', 'load-unenriched', 'breaker_open', rows);
    totals.add(use);
  }
  const breaker = new DependencyUse();
  breaker.breakerChanged(change(at('02:13:05'), 'open'));
  breaker.breakerChanged(change(at('02:31:10'), 'closed'));
  totals.add(breaker);
  const [summary] = totals.summaries();
  if (summary === undefined) throw new Error('the run has called an API');
  expect(dependencyWords(summary)).toBe(
    'airports: 1,200 requests, 50 failed, 2 repeated, p95 90 ms; calls stopped 02:13:05–02:31:10 (circuit open); 3,811 rows loaded without lookup data',
  );
});
