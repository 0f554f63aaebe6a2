import type { SampleRow } from '@sightglass/model/rest';
import fc from 'fast-check';
import { expect, it } from 'vitest';
import { blockingTree } from './blocking-tree.ts';

const waits = (blocked: number, blocker: number, more: SampleRow = {}): SampleRow => ({
  blocked_pid: blocked,
  blocker_pid: blocker,
  seconds_waiting: 12,
  ...more,
});

const drawn = (rows: readonly SampleRow[]): string[] =>
  blockingTree(rows).map(({ pid, depth, victims }) => `${' '.repeat(depth)}${pid} ${victims}`);

it.each<[string, SampleRow[], string[]]>([
  ['nobody waits', [], []],
  ['one waits for one', [waits(2, 1)], ['1 1', ' 2 0']],
  ['a queue', [waits(3, 2), waits(2, 1)], ['1 2', ' 2 1', '  3 0']],
  ['one waits for two, and is drawn once', [waits(3, 1), waits(3, 2)], ['1 1', ' 3 0', '2 0']],
  ['one is told twice, as of parallel workers', [waits(2, 1), waits(2, 1)], ['1 1', ' 2 0']],
  [
    'the one that holds up most comes first',
    [waits(2, 1), waits(4, 3), waits(5, 3)],
    ['3 2', ' 4 0', ' 5 0', '1 1', ' 2 0'],
  ],
  ['a ring', [waits(2, 1), waits(1, 2)], ['1 1', ' 2 0']],
  ['one waits for itself', [waits(1, 1)], ['1 0']],
])('%s', (_name, rows, expected) => {
  expect(drawn(rows)).toEqual(expected);
});

it('tells of a session in the middle whose it is and how long it waits', () => {
  const rows = [
    waits(3, 2, { blocker_login: 'etl', blocker_application: 'loader', blocked_statement: 'SELECT 3' }),
    waits(2, 1, { seconds_waiting: 40, blocked_statement: 'UPDATE t' }),
  ];
  expect(blockingTree(rows)[1]).toMatchObject({
    pid: '2',
    login: 'etl',
    application: 'loader',
    state: 'waiting',
    statement: 'UPDATE t',
    waitingMs: 40_000,
  });
});

it('draws each session once, whatever waits for whom', () => {
  const pid = fc.nat(9);
  fc.assert(
    fc.property(fc.array(fc.tuple(pid, pid), { maxLength: 30 }), (pairs) => {
      const pids = blockingTree(pairs.map(([blocked, blocker]) => waits(blocked, blocker))).map((node) => node.pid);
      expect(pids.toSorted()).toEqual([...new Set(pairs.flat().map(String))].toSorted());
    }),
  );
});
