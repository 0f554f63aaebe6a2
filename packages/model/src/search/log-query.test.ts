import fc from 'fast-check';
import { expect, test } from 'vitest';
import { parseLogQuery, unclosedQuoteAt } from './log-query.ts';

const word = { negated: false, phrase: false };

test.each([
  ['', []],
  ['-', []],
  ['*', []],
  ['-*', []],
  [
    'error - timeout',
    [
      { ...word, text: 'error' },
      { ...word, text: 'timeout' },
    ],
  ],
  ['dead*', [{ ...word, text: 'dead', prefix: true }]],
  ['-dead*', [{ ...word, negated: true, text: 'dead', prefix: true }]],
  ['"dead*"', [{ negated: false, phrase: true, text: 'dead*' }]],
  ['a*b', [{ ...word, text: 'a*b' }]],
  ['table:flights*', [{ ...word, key: 'table', text: 'flights', prefix: true }]],
  ['table:*', [{ ...word, key: 'table', text: '', prefix: true }]],
  ['-table:*', [{ ...word, negated: true, key: 'table', text: '', prefix: true }]],
  ['https://ex.org/a?b=c', [{ ...word, text: 'https://ex.org/a?b=c' }]],
  ['-http://ex.org', [{ ...word, negated: true, text: 'http://ex.org' }]],
  ['url:"https://ex.org"', [{ negated: false, phrase: true, key: 'url', text: 'https://ex.org' }]],
  [String.raw`C:\temp`, [{ ...word, text: String.raw`C:\temp` }]],
  ['path:/temp', [{ ...word, key: 'path', text: '/temp' }]],
  [String.raw`"back\slash"`, [{ negated: false, phrase: true, text: String.raw`back\slash` }]],
  [String.raw`"a \"b\" c:\\d"`, [{ negated: false, phrase: true, text: String.raw`a "b" c:\d` }]],
  ['--timeout', [{ ...word, text: '--timeout' }]],
  ['--', [{ ...word, text: '--' }]],
  ['-key:--x', [{ ...word, negated: true, key: 'key', text: '--x' }]],
  ['key:', [{ ...word, text: 'key:' }]],
  ['-key:"a b"', [{ negated: true, phrase: true, key: 'key', text: 'a b' }]],
])('%s', (query, expected) => {
  expect(parseLogQuery(query)).toEqual(expected);
});

test.each([
  ['"open', 0],
  ['a "b c" key:"open', 12],
  ['it"s', undefined],
  ['"closed"', undefined],
  ['"ends in \\\\"', undefined],
  ['"escaped \\"', 0],
])('%s has an unclosed quote at %s', (query, expected) => {
  expect(unclosedQuoteAt(query)).toBe(expected);
});

test('any text is parsed, and closing what is open closes it', () => {
  fc.assert(
    fc.property(fc.string({ unit: fc.constantFrom('a', '"', '-', '*', ':', ' ', '\\', 'é') }), (query) => {
      expect(Array.isArray(parseLogQuery(query))).toBe(true);
      if (unclosedQuoteAt(query) !== undefined && !query.endsWith('\\'))
        expect(unclosedQuoteAt(`${query}"`)).toBeUndefined();
    }),
  );
});
