import { expect, it } from 'vitest';
import { doubtsSentence, type RunDoubt } from './run-doubts.ts';

const contract = (name: string): RunDoubt => ({ kind: 'contract', contract: name });
const unenriched = (dependency: string, rows: number): RunDoubt => ({ kind: 'unenriched', dependency, rows });

it.each<[readonly RunDoubt[], string]>([
  [[], ''],
  [[contract('orders')], 'a file failed contract orders'],
  [[contract('')], 'a file failed its contract'],
  [[contract('a'), contract('b')], 'files failed 2 contracts'],
  [[unenriched('airports', 1_204)], '1,204 rows were loaded without data from airports'],
  [[unenriched('airports', 1)], '1 row was loaded without data from airports'],
  [
    [unenriched('airports', 2), contract('orders'), unenriched('fx', 3)],
    'a file failed contract orders, 2 rows were loaded without data from airports and 3 rows were loaded without data from fx',
  ],
])('%j: %s', (doubts, sentence) => expect(doubtsSentence(doubts)).toBe(sentence));
