import { expect, test } from 'vitest';
import { createLineJoiner } from './join-lines.ts';
import { bodies, join, traceback } from '../../testing/joined-lines.ts';

const group = `  + Exception Group Traceback (most recent call last):
  |   File "etl.py", line 3, in <module>
  | ExceptionGroup: several (2 sub-exceptions)
  +-+---------------- 1 ----------------
    | Traceback (most recent call last):
    |   File "etl.py", line 2, in <module>
    | ValueError: a
    +---------------- 2 ----------------
    | TypeError: b
    +------------------------------------`;
const unreadable = '  File "bad.py", line 3\n    if x\n        ^\nSyntaxError: expected \':\'';
const ofGroup = ['ExceptionGroup', 'several (2 sub-exceptions)'] as const;
const ofUnreadable = ['SyntaxError', "expected ':'"] as const;
const nested = 'The above exception was the direct cause of the following exception:';

test.each<[name: string, text: string, exception: readonly [type: string, message: string]]>([
  ['an exception group', group, ofGroup],
  ['an exception group of its own type', group.replace('ExceptionGroup:', 'etl.Errors:'), ['etl.Errors', ofGroup[1]]],
  ['an exception group with a cause', `${traceback}\n\n${nested}\n\n${group}`, ofGroup],
  ['an exception after an exception group', `${group}\n\n${nested}\n\n${traceback}`, ['ValueError', 'bad row']],
  ['a program that cannot be read', unreadable, ofUnreadable],
  ['indentation', unreadable.replace('SyntaxError', 'IndentationError'), ['IndentationError', ofUnreadable[1]]],
])('Python: %s', (_, text, [type, message]) => {
  const [first, record, next, last, ...more] = join(`started\n${text}\nan honest line\nand one more`);
  expect([first?.body, next?.body, last?.body, more]).toEqual(['started', 'an honest line', 'and one more', []]);
  expect(record).toMatchObject({
    body: `${type}: ${message}`,
    severity: 'ERROR',
    attributes: { 'exception.type': type, 'exception.message': message, 'exception.stacktrace': text },
  });
});

test('logging.exception of an exception group joins its message', () => {
  expect(join(`ERROR:etl:load failed\n${group}\nINFO:etl:next`)).toMatchObject([
    { body: 'load failed', attributes: { 'exception.type': 'ExceptionGroup', 'exception.stacktrace': group } },
    { body: 'next' },
  ]);
});

test('the message of an exception ends where another exception begins', () => {
  const server = 'com.microsoft.sqlserver.jdbc.SQLServerException: Login failed\n\tat a.B.run(B.java:3)';
  for (const before of [unreadable, 'ValueError: bad'])
    expect(bodies(`${before}\nan honest line\n${server}`).slice(1)).toEqual([
      'an honest line',
      'com.microsoft.sqlserver.jdbc.SQLServerException: Login failed',
    ]);
});

test('a cause whose message spans lines belongs to its exception', () => {
  const text =
    'java.lang.IllegalStateException: no rows\n\tat a.B.run(B.java:3)\nCaused by: a.B$LoadException: first\nsecond\n\n\tat a.B.load(B.java:7)';
  const [record, ...more] = join(`${text}\nnext`);
  expect(record?.attributes).toMatchObject({ 'exception.message': 'no rows', 'exception.stacktrace': text });
  expect(more.map(({ body }) => body)).toEqual(['next']);
  expect(bodies(`${text}\nCaused by: a.Error: last\nnext\nand next`).slice(1)).toEqual(['next', 'and next']);
});

test('what a server of PostgreSQL writes below an error belongs to it, if the same process wrote it', () => {
  const at = '2026-05-01 10:00:00.123 UTC';
  const below = `${at} [7] DETAIL:  Key (id)=(1) exists.\n${at} [7] STATEMENT:  INSERT INTO x\n\tVALUES (1)`;
  expect(bodies(`${at} [7] ERROR:  boom\n${below}\n${at} [8] DETAIL:  other\n${at} [7] LOG:  next`)).toEqual([
    `boom\n${below}`,
    `${at} [8] DETAIL:  other`,
    'next',
  ]);
});

test('empty lines below an exception are not kept for ever', () => {
  const waiting = (text: string): string => {
    const joiner = createLineJoiner();
    const empty = Array.from({ length: 10_000 }, () => '');
    for (const line of [...text.split('\n'), ...empty]) joiner.push({ text: line, omittedBytes: 0 }, 1);
    return joiner
      .flush()
      .map(({ lines, attributes }) => `${lines().length} ${String(attributes[omitted])}`)
      .join();
  };
  const omitted = 'pipeline.log.record.omitted_lines';
  expect(waiting('ValueError: bad\nan honest line')).toBe('');
  expect(waiting(traceback)).toBe(`${traceback.length} 9604`);
});
