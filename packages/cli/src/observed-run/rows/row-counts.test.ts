import { describe, expect, test } from 'vitest';
import { createLineJoiner } from '../../lines/join-lines.ts';
import { createRowCounter } from './row-counts.ts';
import { parseRowRule, parseRowRules, type RowRule } from './row-rules.ts';

const countsIn = (lines: readonly string[], rules?: readonly RowRule[]) => {
  const counter = createRowCounter(rules);
  const joiner = createLineJoiner();
  const records = lines.flatMap((text) => joiner.push({ text, omittedBytes: 0 }, 1));
  for (const record of [...records, ...joiner.flush()]) counter.read(record);
  return counter.counts();
};

test.each<[name: string, line: string, counts: object]>([
  [
    'pairs',
    'loaded day=2001-01-03 filtered=235 read=14772 written=14537',
    { read: 14_772, written: 14_537, filtered: 235 },
  ],
  ['pairs after a level', 'INFO:etl:done read=3 written=2 rejected=1', { read: 3, written: 2, rejected: 1 }],
  ['JSON', '{"event":"loaded","read":3,"written":2,"deduplicated":1}', { read: 3, written: 2, deduplicated: 1 }],
  ['JSON with longer names', '{"msg":"m","rows_read":3,"rows_written":3}', { read: 3, written: 3 }],
  ['JSON without a message', '{"rows_read":3,"rows_written":3,"memory":90}', { read: 3, written: 3 }],
  ['logfmt', 'level=info msg=loaded read=3 written=2 unmatched=1', { read: 3, written: 2, unmatched: 1 }],
  ['one of them alone', 'read=7 rows', {}],
  ['other things', 'bytes_read=7 bytes_written=7 read=1.5 written=2MB', {}],
  ['PostgreSQL buffers', '  Buffers: shared hit=3 read=5 written=2', {}],
  ['JSON that counts nothing', '{"msg":"m","read":true,"written":"yes"}', {}],
  ['negative numbers', '{"msg":"m","read":-1,"written":2}', {}],
  ['JSON of another unit', '{"msg":"m","read":1,"written":2,"unit":"bytes"}', {}],
  ['JSON about something else', '{"msg":"disk I/O","read":4096,"written":8192}', {}],
])('without rules a line with read and written is a ledger: %s', (_, line, counts) =>
  expect(countsIn(['started', line, 'done'])).toEqual(counts),
);

test('the latest line counts', () => {
  expect(countsIn(['read=1 written=1', 'read=9 written=8 rejected=1'])).toEqual({ read: 9, written: 8, rejected: 1 });
});

test.each<[rule: string, line: string, counts: object]>([
  [String.raw`read=(\d+) .*written=(\d+)`, 'read=5 x written=4', { read: 5, written: 4 }],
  [String.raw`(?<written>\d+) of (?<read>\d+) rows`, 'stored 4 of 5 rows', { read: 5, written: 4 }],
  [String.raw`loaded (\d+) rows, skipped (\d+)`, 'loaded 4 rows, skipped 1', { written: 4, filtered: 1 }],
  [String.raw`([\d,]+) rows inserted`, '14,772 rows inserted', { written: 14_772 }],
  ['read=in.rows, written=out', '{"msg":"m","in":{"rows":5},"out":"4"}', { read: 5, written: 4 }],
  ['read,written', '{"msg":"m","read":5,"written":4}', { read: 5, written: 4 }],
  [String.raw`^COPY (?<written>\d+)$`, 'COPY 12', { written: 12 }],
  [String.raw`read=(\d+)`, 'nothing', {}],
  [String.raw`read=(\d+) .*written=(\d+)`, 'read=1 written=1,234', {}],
  [String.raw`(\d+) rows inserted`, '14,772 rows inserted', {}],
  [String.raw`(\d+) rows inserted`, 'done, 772 rows inserted', { written: 772 }],
  [String.raw`^read (\d+),written (\d+)`, 'read 7,written 5,12 left', { read: 7, written: 5 }],
])('a rule: %s', (rule, line, counts) => expect(countsIn([line], [parseRowRule(rule)])).toEqual(counts));

test('several rules count together, and a rule adds up where it is told to', () => {
  const rules = [parseRowRule(String.raw`read (\d+)`), parseRowRule(String.raw`^COPY (?<written>\d+)`, true)];
  expect(countsIn(['read 7', 'COPY 3', 'COPY 4'], rules)).toEqual({ read: 7, written: 7 });
});

test('rules that no line fits are named, those of a file only where none of them is used', () => {
  const inFile = (file: string, ...texts: string[]) => texts.map((text) => ({ ...parseRowRule(text), file }));
  const rules = [
    parseRowRule(String.raw`^COPY (?<written>\d+)$`),
    parseRowRule('read=rows_in,written=rows_out'),
    ...inFile('@some.yaml', String.raw`extracted (\d+)`, String.raw`rejected (\d+)`),
    ...inFile('@none.yaml', String.raw`fetched (\d+)`, String.raw`bad (\d+)`),
  ];
  const counter = createRowCounter(rules);
  for (const text of ['COPY 12 rows', 'extracted 7']) counter.read({ body: text, attributes: {}, lines: () => text });
  expect(counter.idleRules()).toEqual([
    String.raw`^COPY (?<written>\d+)$`,
    'read=rows_in,written=rows_out',
    '@none.yaml',
  ]);
  expect(createRowCounter(undefined).idleRules()).toEqual([]);
});

test('a rule that takes too long for a line is stopped, and then nothing is counted', () => {
  const rules = [parseRowRule('(?<read>(?:a+)+)$'), parseRowRule(String.raw`^COPY (?<written>\d+)$`)];
  const counter = createRowCounter(rules);
  const read = (text: string) => counter.read({ body: text, attributes: {}, lines: () => text });
  read('COPY 3');
  expect(counter.counts()).toEqual({ written: 3 });
  read(`${'a'.repeat(64)}b`);
  expect([counter.counts(), counter.stoppedRules(), counter.idleRules()]).toEqual([{}, ['(?<read>(?:a+)+)$'], []]);
  read('COPY 4');
  expect(counter.counts()).toEqual({});
});

test('rules count every line of many', () => {
  const lines = Array.from({ length: 1_000 }, () => 'COPY 2');
  expect(countsIn(lines, [parseRowRule(String.raw`^COPY (?<written>\d+)$`, true)])).toEqual({ written: 2_000 });
});

test('a file of rules, in YAML or JSON', () => {
  const yaml = `
rules:
  - line: 'COPY (?<written>\\d+)'
    add: true
  - keys: { read: rows }
    when: { event: extracted, ok: true }
`;
  const lines = [
    '{"event":"extracted","ok":true,"rows":7}',
    '{"event":"extracted","ok":false,"rows":9}',
    'COPY 3',
    'COPY 4',
  ];
  expect(countsIn(lines, parseRowRules(yaml))).toEqual({ read: 7, written: 7 });
  expect(countsIn(lines, parseRowRules('[{"keys":{"read":"rows"},"when":{"message":"extracted"}}]'))).toEqual({
    read: 9,
  });
});

describe('a rule that cannot be read says why', () => {
  test.each([
    ['(\\d+)', 'does not name what its groups count'],
    ['read=(\\d+', 'not a regular expression'],
    ['read=(\\d+) rows read (\\d+)', 'two groups for "read"'],
    [
      'Processed (\\d+) rows, inserted (\\d+) rows',
      '"inserted" of group 1 and "inserted" of group 2 both count rows that were written. Name the groups instead: (?<read>\\d+)',
    ],
    ['loaded (\\d+), skipped (\\d+), saved (\\d+)', '"loaded" of group 1 and "saved" of group 3 both count'],
    ['wrote=x', '"wrote" is not one of'],
    ['(?:read)', 'no group'],
    ['', 'is not one of'],
  ])('%s', (rule, message) => expect(() => parseRowRule(rule)).toThrow(message));

  test.each([
    ['x: 1', 'no list of rules'],
    ['- {}', 'Rule 1: It has neither line nor keys'],
    ['- {line: "read=(\\\\d+)", sum: true}', 'Rule 1: "sum" is unknown'],
  ])('in a file: %s', (text, message) => expect(() => parseRowRules(text)).toThrow(message));
});
