import { expect, it } from 'vitest';
import { doubtsSentence, type RunDoubt, stageDoubts } from './run-doubts.ts';

const contract = (name: string) => ({ kind: 'contract', contract: name }) as const;
const unenriched = (dependency: string, rows: number): RunDoubt => ({ kind: 'unenriched', dependency, rows });

const stage = (name: string, state: 'failed' | 'aborted' | 'unended'): RunDoubt => ({
  kind: 'stage',
  stage: name,
  state,
});

it.each<[readonly RunDoubt[], string]>([
  [[], ''],
  [[stage('load', 'failed')], 'stage load failed'],
  [[stage('load', 'unended')], 'stage load never ended'],
  [[stage('a', 'unended'), stage('b', 'unended')], '2 stages never ended'],
  [
    [stage('a', 'unended'), stage('b', 'aborted'), stage('c', 'failed'), stage('d', 'failed')],
    '2 stages failed, stage b was stopped and stage a never ended',
  ],
  [[contract('orders')], 'a file failed contract orders'],
  [[{ ...contract('orders'), file: 'a.csv' }], 'a.csv failed contract orders'],
  [[{ ...contract(''), file: 'a.csv', files: 3 }], '3 files failed their contract'],
  [[contract('')], 'a file failed its contract'],
  [[contract('a'), contract('b')], 'files failed 2 contracts'],
  [[unenriched('airports', 1_204)], '1,204 rows were loaded without data from airports'],
  [[{ kind: 'reported', word: 'WARN' }], 'it ended as "WARN"'],
  [[unenriched('airports', 1)], '1 row was loaded without data from airports'],
  [
    [unenriched('airports', 2), contract('orders'), unenriched('fx', 3)],
    'a file failed contract orders, 2 rows were loaded without data from airports and 3 rows were loaded without data from fx',
  ],
])('%j: %s', (doubts, sentence) => expect(doubtsSentence(doubts)).toBe(sentence));

const ended = (name: string, startedAtMs: number, state: 'succeeded' | 'failed' | 'aborted' | undefined) => ({
  name,
  startedAtMs,
  state,
});

it.each<[string, Parameters<typeof stageDoubts>[0], readonly RunDoubt[]]>([
  ['that succeeded', [ended('load', 0, 'succeeded')], []],
  ['that failed', [ended('load', 0, 'failed')], [stage('load', 'failed')]],
  ['that failed and was repeated', [ended('load', 0, 'failed'), ended('load', 1, 'succeeded')], []],
  ['that never ended', [ended('load', 0, undefined)], [stage('load', 'unended')]],
  ['that still runs as its run ends', [{ name: 'load', startedAtMs: 0, state: 'running' }], [stage('load', 'unended')]],
  ['that never ended and was repeated', [ended('load', 0, undefined), ended('load', 1, 'succeeded')], []],
  [
    'that succeeded before one that never ended',
    [ended('load', 0, 'succeeded'), ended('load', 1, undefined)],
    [stage('load', 'unended')],
  ],
  [
    'that failed beside a part of the same name that succeeded',
    [
      { ...ended('load', 0, 'failed'), finishedAtMs: 900 },
      { ...ended('load', 10, 'succeeded'), finishedAtMs: 910 },
    ],
    [stage('load', 'failed')],
  ],
  [
    'that failed and was repeated at once',
    [{ ...ended('load', 0, 'failed'), finishedAtMs: 900 }, ended('load', 900, 'succeeded')],
    [],
  ],
  [
    'that never ended, many times',
    Array.from({ length: 3_000 }, (_, index) => ended('load', index, undefined)),
    [stage('load', 'unended')],
  ],
])('a stage %s', (_, stages, expected) => expect(stageDoubts(stages)).toEqual(expected));
