import { expect, test } from 'vitest';
import { shortStack } from './short-stack.ts';

const frame = (name: string, ...marks: string[]): string[] => [
  `  File "etl.py", line 1, in ${name}`,
  `    ${name}()`,
  ...marks,
];
const head = 'Traceback (most recent call last):';
const carets = '    ^^^^^';

test.each<[name: string, lines: string[], shown: string[]]>([
  ['short, whole', [head, ...frame('a'), 'ValueError: bad'], [head, ...frame('a'), 'ValueError: bad']],
  [
    'from a whole frame',
    [head, ...frame('a', carets), ...frame('b', carets), ...frame('c', carets), 'ValueError: bad'],
    ['… 4 lines left out; --json has all of them', ...frame('b', carets), ...frame('c', carets), 'ValueError: bad'],
  ],
  [
    'from the traceback of the last of several exceptions',
    [head, ...frame('a'), 'KeyError: 1', '', 'During handling another occurred:', '', head, ...frame('b'), 'E: x'],
    ['… 7 lines left out; --json has all of them', head, ...frame('b'), 'E: x'],
  ],
  [
    'the last lines of a long message',
    [head, ...frame('a'), 'E: x', ...'123456789'.split('')],
    ['… 5 lines left out; --json has all of them', ...'23456789'.split('')],
  ],
  [
    'the first lines, where the error is first',
    ['TypeError: no', ...'123456789'.split('').map((at) => `    at f${at} (etl.js:1:1)`), ''],
    [
      'TypeError: no',
      ...'1234567'.split('').map((at) => `    at f${at} (etl.js:1:1)`),
      '… 2 lines left out; --json has all of them',
    ],
  ],
  ['nothing', [''], ['']],
])('%s', (_, lines, shown) => expect(shortStack(lines.join('\n'))).toEqual(shown));
