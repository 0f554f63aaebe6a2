import fc from 'fast-check';
import { expect, test } from 'vitest';
import { createLineJoiner } from './join-lines.ts';

const join = (text: string) => {
  const joiner = createLineJoiner();
  const records = text.split('\n').flatMap((line) => joiner.push({ text: line, omittedBytes: 0 }, 1));
  return [...records, ...joiner.flush()];
};
const bodies = (text: string) => join(text).map((record) => record.body);

const traceback = `Traceback (most recent call last):
  File "etl.py", line 3, in <module>
    load()
ValueError: bad row`;

test('a Python traceback is one record with its exception', () => {
  expect(join(`start\n${traceback}\nafter`)).toMatchObject([
    { body: 'start', severity: 'INFO' },
    {
      body: 'ValueError: bad row',
      severity: 'ERROR',
      attributes: {
        'exception.type': 'ValueError',
        'exception.message': 'bad row',
        'exception.stacktrace': traceback,
      },
    },
    { body: 'after', severity: 'INFO' },
  ]);
});

test('logging.exception: the traceback joins the message before it', () => {
  expect(join(`ERROR:etl:load failed\n${traceback}\nINFO:etl:next`)).toMatchObject([
    { body: 'load failed', severity: 'ERROR', attributes: { logger: 'etl', 'exception.type': 'ValueError' } },
    { body: 'next', severity: 'INFO' },
  ]);
});

test('an uncaught exception after a warning is a record of its own', () => {
  expect(join(`WARNING:etl:odd\n${traceback}`)).toMatchObject([
    { body: 'odd', severity: 'WARN' },
    { body: 'ValueError: bad row', severity: 'ERROR' },
  ]);
});

test('a chained traceback is one record that names the last exception', () => {
  const chained = `${traceback}\n\nThe above exception was the direct cause of the following exception:\n\n${traceback.replace('ValueError: bad row', 'etl.LoadError: gave up')}`;
  const records = join(chained);
  expect(records).toHaveLength(1);
  expect(records[0]?.attributes).toMatchObject({ 'exception.type': 'etl.LoadError', 'exception.stacktrace': chained });
});

test('an exception without a message', () => {
  expect(join(traceback.replace(': bad row', ''))[0]?.attributes).toMatchObject({
    'exception.type': 'ValueError',
    'exception.message': '',
  });
});

test('KeyboardInterrupt', () => {
  expect(bodies(traceback.replace('ValueError: bad row', 'KeyboardInterrupt'))).toEqual(['KeyboardInterrupt']);
});

test('a JVM stack trace joins its log line', () => {
  const text = `2026-05-01 10:00:00,123 [main] ERROR a.B - load failed
java.lang.IllegalStateException: no rows
\tat a.B.run(B.java:3)
Caused by: java.io.IOException: closed
\t... 3 more
2026-05-01 10:00:00,124 [main] INFO  a.B - next`;
  expect(join(text)).toMatchObject([
    {
      body: 'load failed',
      attributes: { 'exception.type': 'java.lang.IllegalStateException', 'exception.message': 'no rows' },
    },
    { body: 'next' },
  ]);
});

test('an uncaught JavaScript error', () => {
  expect(join('x.js:1\n  throw 1\n  ^\n\nTypeError: no\n    at f (x.js:1:7)\n    at g (x.js:2:7)')).toMatchObject([
    { body: 'x.js:1\n  throw 1\n  ^', severity: 'INFO' },
    { body: 'TypeError: no', severity: 'ERROR', attributes: { 'exception.type': 'TypeError' } },
  ]);
});

test('indented lines join, empty lines separate, JSON stands alone', () => {
  expect(bodies('Rows:\n  read 3\n  written 2\n\nend\n{"msg":"json"}\n  {"msg":"indented json"}')).toEqual([
    'Rows:\n  read 3\n  written 2',
    'end',
    'json',
    'indented json',
  ]);
});

test('a record of very many lines keeps its beginning and its end', () => {
  const frames = Array.from({ length: 5000 }, (_, index) => `  frame ${index}`).join('\n');
  const [record] = join(`Traceback (most recent call last):\n${frames}\nRecursionError: deep`);
  expect(record?.attributes).toMatchObject({ 'exception.type': 'RecursionError', 'log.record.omitted_lines': 4602 });
  expect(String(record?.attributes['exception.stacktrace']).split('\n')).toHaveLength(400);
});

test('no text of any line is lost', () => {
  const line = fc.constantFrom('word', '  indented', traceback, 'ValueError: x', 'ERROR boom', '{"msg":"json"}', '');
  fc.assert(
    fc.property(fc.array(line), (lines) => {
      const all = join(lines.join('\n'))
        .map((record) => record.body + JSON.stringify(record.attributes))
        .join('\n');
      for (const text of ['word', 'indented', 'ValueError', 'boom', 'json', 'bad row']) {
        const isThere = lines.some((candidate) => candidate.includes(text));
        expect(all.includes(text)).toBe(isThere);
      }
    }),
    { numRuns: 2000 },
  );
});
