import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { type LogNode, parseLogQuery, readLogQuery, termsOfQuery } from './log-query.ts';
import { queryProblemText } from './query-problem.ts';

const word = { negated: false, phrase: false };

test.each([
  ['', []],
  ['*', []],
  ['-*', []],
  ['dead*', [{ ...word, text: 'dead', prefix: true }]],
  ['-dead*', [{ ...word, negated: true, text: 'dead', prefix: true }]],
  ['"dead*"', [{ negated: false, phrase: true, text: 'dead*' }]],
  ['"a*b"', [{ negated: false, phrase: true, text: 'a*b' }]],
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
  ['key:""', [{ negated: false, phrase: true, key: 'key', text: '' }]],
  ['urn:x:y', [{ ...word, key: 'urn', text: 'x:y' }]],
  [':8080', [{ ...word, text: ':8080' }]],
  ['10.0.0.1', [{ ...word, text: '10.0.0.1' }]],
  ['key:-', [{ ...word, key: 'key', text: '-' }]],
  ['-key:"a b"', [{ negated: true, phrase: true, key: 'key', text: 'a b' }]],
  ['main(argv)', [{ ...word, text: 'main(argv)' }]],
  ['it"s', [{ ...word, text: 'it"s' }]],
  ['not', [{ ...word, text: 'not' }]],
  ['"or"', [{ negated: false, phrase: true, text: 'or' }]],
  ['key:or', [{ ...word, key: 'key', text: 'or' }]],
  ['path:../up', [{ ...word, key: 'path', text: '../up' }]],
  ['rows:>10', [{ ...word, key: 'rows', text: '>10', range: { from: { number: '10', isIncluded: false } } }]],
  [
    'rows:<=-1.5e3',
    [{ ...word, key: 'rows', text: '<=-1.5e3', range: { to: { number: '-1.5e3', isIncluded: true } } }],
  ],
  [
    'rows:10..20',
    [
      {
        ...word,
        key: 'rows',
        text: '10..20',
        range: { from: { number: '10', isIncluded: true }, to: { number: '20', isIncluded: true } },
      },
    ],
  ],
  ['rows:"10..20"', [{ negated: false, phrase: true, key: 'rows', text: '10..20' }]],
])('%s', (query, expected) => {
  expect(readLogQuery(query).problem).toBeUndefined();
  expect(parseLogQuery(query)).toEqual(expected);
});

/** A query as nested words: `all(a, any(b, -c))`. */
const shapeOf = (node: LogNode): string => {
  if (node.kind === 'term')
    return `${node.term.negated ? '-' : ''}${node.term.key ? `${node.term.key}:` : ''}${node.term.text}`;
  return `${node.negated ? '-' : ''}${node.kind}(${node.of.map(shapeOf).join(', ')})`;
};

test.each([
  ['a OR b', 'any(a, b)'],
  ['a or b', 'any(a, b)'],
  ['a || b', 'any(a, b)'],
  ['a AND b', 'a; b'],
  ['a and b && c', 'a; b; c'],
  ['a b OR c', 'any(all(a, b), c)'],
  ['a AND b OR c AND d', 'any(all(a, b), all(c, d))'],
  ['a (b OR c)', 'a; any(b, c)'],
  ['NOT a', '-a'],
  ['NOT -a', 'a'],
  ['NOT (a OR b) c', '-any(a, b); c'],
  ['-(a OR b)', '-any(a, b)'],
  ['-(a b)', '-all(a, b)'],
  ['-(-a)', '-all(-a)'],
  ['a OR NOT b c', 'any(a, all(-b, c))'],
  ['stage:(load OR "extract") x', 'any(stage:load, stage:extract); x'],
  ['-stage:(load OR extr*)', '-any(stage:load, stage:extr)'],
  ['(main(argv) OR x)', 'any(main(argv), x)'],
  ['a OR *', 'any(a, all())'],
  ['-*', '-all()'],
])('%s', (query, expected) => {
  const { nodes, problem } = readLogQuery(query);
  expect(problem).toBeUndefined();
  expect(nodes.map(shapeOf).join('; ')).toBe(expected);
});

describe('what is not understood is refused with its place', () => {
  test.each([
    ['"open', '"open at character 1 opens a quote that is not closed.'],
    ['a "b c" key:"open', '"open at character 13 opens a quote'],
    ['"escaped \\"', 'at character 1 opens a quote'],
    ['(a OR b', '( at character 1 opens a bracket that nothing closes.'],
    ['(', '( at character 1 opens a bracket that nothing closes.'],
    ['a ) b', ') at character 3 closes nothing.'],
    [')', ') at character 1 closes nothing.'],
    ['()', '( at character 1 opens brackets with nothing in them.'],
    ['a OR', 'OR at character 3 has no condition after it. Write one, or "OR" in quotes for the word.'],
    ['OR a', 'OR at character 1 has no condition before it.'],
    ['a AND', 'AND at character 3 has no condition after it.'],
    ['a OR AND b', 'OR at character 3 has no condition after it.'],
    ['NOT', 'NOT at character 1 has no condition after it.'],
    ['file not found', 'not at character 6 may be a word or turn the next condition round. Write NOT or -'],
    ['flight*daily', 'flight*daily at character 1 has a * that is not at its end.'],
    ['x *suffix', '*suffix at character 3 has a *'],
    ['table:*daily', 'has a * that is not at its end'],
    ['"dead lock"*', 'cannot be searched'],
    ['-', '- at character 1 turns nothing round. Write -word without a blank'],
    ['error - timeout', '- at character 7 turns nothing round'],
    ['(a -)', '- at character 4 turns nothing round'],
    ['-OR', '-OR at character 1 turns an operator round'],
    ['after)', 'after) at character 1 has a ) that closes nothing'],
    ['x key:after)', 'key:after) at character 3 has a ) that closes nothing'],
    ['main(argv', 'main(argv at character 1 opens a bracket that nothing closes'],
    ['(main(argv OR x)', 'main(argv at character 2 opens a bracket that nothing closes'],
    ['key:', 'key: at character 1 has no value after it. Write key:value without a blank'],
    ['-key:', '-key: at character 1 has no value'],
    ['key: value', 'key: at character 1 has no value'],
    ['(key:)', 'key: at character 2 has no value'],
    [':x', ':x at character 1 has no key before its colon'],
    ['key : x', ': at character 5 has no key'],
    [':"x"', 'has no key before its colon'],
    ['std::vector', 'std::vector at character 1 has two colons'],
    ['""', '"" at character 1 has nothing between its quotes. Write the text between them, or *'],
    ['-""', '-"" at character 1 has nothing between'],
    ['a "" b', '"" at character 3 has nothing between'],
    ['-(', '-( at character 1 opens a bracket that nothing closes'],
    ['key:(', 'key:( at character 1 opens a bracket that nothing closes'],
    ['key:()', 'opens brackets with nothing in them'],
    ['key:"', 'opens a quote that is not closed'],
    ['EventId:5..1', 'EventId:5..1 at character 1 is a range the wrong way round. Write the lower end first: 1..5.'],
    ['id:9007199254740993..9007199254740992', 'is a range the wrong way round'],
    ['rows:-1..-2', 'is a range the wrong way round'],
    ['rows:..', 'is a range without ends'],
    ['rows:1...5', 'has more than two dots'],
    ['1..5', 'is a range without a key'],
    ['>10', 'is a comparison without a key'],
    ['rows >', '> at character 6 is a comparison without a key'],
    ['**', 'has more than one *'],
    ['key:**', 'has more than one *'],
    ['severity:ERROR..WARN', 'severity:ERROR..WARN at character 1 allows no severity'],
    ['severity:>CRITICAL', 'allows no severity'],
    ['severity:', 'has no value after it'],
    ['rows:>', 'rows:> at character 1 compares with nothing.'],
    ['rows:>ten', 'compares with what is not a number'],
    ['took:>5s', 'compares with what is not a number'],
    ['day:2026-01-01..2026-02-01', 'compares with what is not a number'],
    ['rows>10', 'Write key:>10'],
    ['rows > 10', '> at character 6 is a comparison without a key.'],
    ['status!=200', 'is a comparison of another language'],
    ['key:!=v', 'is a comparison of another language'],
    ['key:~v', 'is a comparison of another language'],
    ['key:[10 TO 20]', 'Write key:10..20'],
    ['_exists_:key', 'Write key:* instead.'],
    ['/time.*out/', 'is a regular expression'],
    ['key:/a|b/', 'is a regular expression'],
    ['timeout~2', 'is a fuzzy search'],
    ['!airports', 'Write - or NOT'],
    ['+airports', 'Leave the + out'],
    ['{app="x"}', 'Write service:name'],
    ['error | stats count()', 'begins a pipe'],
    ['severity:nonsense', 'severity:nonsense at character 1 has no severity. Use DEBUG, INFO'],
    ['stage:(a OR b:c)', 'b:c at character 13 names a key within stage:( )'],
    ['('.repeat(40) + 'a' + ')'.repeat(40), 'is bracket 33 within others'],
  ])('%s', (query, expected) => {
    const { nodes, problem } = readLogQuery(query);
    expect(problem && queryProblemText(problem)).toContain(expected);
    expect(nodes).toEqual([]);
  });
});

test.each([
  ['severity:WARN', [13, 14, 15, 16]],
  ['level:CRITICAL,debug', [1, 2, 3, 4, 5, 6, 7, 8, 21, 22, 23, 24]],
  ['severity:ERROR+', [17, 18, 19, 20, 21, 22, 23, 24]],
  ['severity:>ERROR', [21, 22, 23, 24]],
  ['severity:>=ERROR', [17, 18, 19, 20, 21, 22, 23, 24]],
  ['severity:WARN..ERROR', [13, 14, 15, 16, 17, 18, 19, 20]],
  ['severity:>22', [23, 24]],
  ['severity:17', [17]],
])('%s', (query, numbers) => {
  expect([...(parseLogQuery(query)[0]?.severityNumbers ?? [])].sort((a, b) => a - b)).toEqual(numbers);
});

const signs = fc.string({
  unit: fc.constantFrom(
    'a',
    '"',
    '-',
    '*',
    ':',
    ' ',
    '\\',
    'é',
    '(',
    ')',
    '>',
    '1',
    '..',
    ' OR ',
    ' AND ',
    ' NOT ',
    '|',
    '/',
  ),
});

test('any text is read or refused, and every condition is where it says', () => {
  fc.assert(
    fc.property(signs, (query) => {
      const { nodes, problem } = readLogQuery(query);
      if (problem !== undefined) expect(problem.at).toBeLessThan(query.length);
      for (const { from, to, ...node } of nodes) {
        const again = readLogQuery(query.slice(from, to)).nodes;
        expect(termsOfQuery(again)).toEqual(termsOfQuery([{ ...node, from, to } as LogNode]));
      }
    }),
    { numRuns: 2000 },
  );
});
