import { expect, test } from 'vitest';
import { createLineJoiner } from '../lines/join-lines.ts';
import { createLastWords } from './last-words.ts';

type Said = readonly [atS: number, stream: 'stdout' | 'stderr', text: string];

/** The last words of a program that printed these lines and ended at `endedAtS`. */
const lastWords = (endedAtS: number, ...said: readonly Said[]) => {
  const words = createLastWords();
  for (const [atS, stream, text] of said) {
    const joiner = createLineJoiner();
    const lines = text.split('\n').map((line) => ({ text: line, omittedBytes: 0 }));
    for (const record of [...lines.flatMap((line) => joiner.push(line, atS * 1000)), ...joiner.flush()])
      words.record(stream, record);
  }
  const { exception, lastError, lastLine } = words.at(endedAtS * 1000);
  return { exception: exception?.['exception.type'], lastError, lastLine };
};
const after = (count: number): Said[] => Array.from({ length: count }, (_, row): Said => [1, 'stdout', `row ${row}`]);

const warning: Said = [1, 'stderr', 'WARNING 3 rows look strange'];
const caught: Said = [1, 'stderr', 'Traceback (most recent call last):\n  File "a.py", line 1, in f\nValueError: bad'];
const verdict = '✕ Failed  bad.csv  3 rows · 1 rejected\n  ✕ id.type  id is not an integer in 1 row';

test.each<[string, number, Said[], Partial<ReturnType<typeof lastWords>>]>([
  ['nothing', 1, [], {}],
  ['a warning alone', 5, [warning], {}],
  [
    'a warning on stdout after text',
    5,
    [
      [0, 'stderr', 'go'],
      [3, 'stdout', 'WARN slow'],
    ],
    {},
  ],
  ['a line after a warning', 5, [warning, [4, 'stdout', 'loading b.csv']], { lastLine: 'loading b.csv' }],
  [
    'what stdout held back',
    5,
    [
      [4, 'stderr', 'no table'],
      [5, 'stdout', 'row 1'],
    ],
    { lastLine: 'no table' },
  ],
  [
    'stdout long after',
    9,
    [
      [4, 'stderr', 'go'],
      [8, 'stdout', 'no table'],
    ],
    { lastLine: 'no table' },
  ],
  ['an exception that is null', 5, [[4, 'stdout', '{"msg":"loaded","exception.type":null}']], { lastLine: 'loaded' }],
  ['a warning, and a verdict of ours', 5, [warning, [4, 'stdout', verdict]], { lastError: verdict }],
  ['an exception that was caught, and a verdict', 9, [caught, [8, 'stdout', verdict]], { lastError: verdict }],
  [
    'an error long ago',
    3600,
    [
      [1, 'stderr', 'ERROR one row'],
      [9, 'stdout', 'on'],
    ],
    { lastLine: 'on' },
  ],
  ['an error many lines ago', 12, [[1, 'stderr', 'ERROR one row'], ...after(101)], { lastLine: 'row 100' }],
  ['an error some lines ago', 60, [[1, 'stderr', 'ERROR no table'], ...after(9)], { lastError: 'no table' }],
])('%s', (_, endedAtS, said, { exception, lastError, lastLine }) => {
  const found = lastWords(endedAtS, ...said);
  expect(found).toMatchObject({ exception, lastError });
  if (lastError === undefined) expect(found.lastLine).toBe(lastLine);
});

test('an exception stays the failure when an error is told right after it', () => {
  const found = lastWords(2, caught, [2, 'stderr', 'ERROR step load failed']);
  expect(found).toMatchObject({ exception: 'ValueError', lastError: 'step load failed' });
});
