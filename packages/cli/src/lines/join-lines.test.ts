import fc from 'fast-check';
import { expect, test } from 'vitest';
import { createLineJoiner, type OutputRecord } from './join-lines.ts';
import { createLineReader } from './line-reader.ts';

const join = (text: string) => {
  const joiner = createLineJoiner();
  const records = text.split('\n').flatMap((line) => joiner.push({ text: line, omittedBytes: 0 }, 1));
  return [...records, ...joiner.flush()];
};
const bodies = (text: string) => join(text).map((record) => record.body);

const readAll = (text: string): OutputRecord[] => {
  const records: OutputRecord[] = [];
  const reader = createLineReader({ onRecord: (record) => records.push(record) });
  reader.read(Buffer.from(text), 0, 1, Infinity);
  reader.end();
  return records;
};

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

test('loguru: a traceback with empty lines and a marked frame', () => {
  const text =
    '2026-05-01 10:00:00.123 | ERROR    | etl:load:10 - load failed\nTraceback (most recent call last):\n\n> File "/srv/etl.py", line 9, in <module>\n    try: 1/0\n\nZeroDivisionError: division by zero\nnext';
  expect(join(text)).toMatchObject([
    {
      body: 'load failed',
      attributes: { 'exception.type': 'ZeroDivisionError', 'exception.message': 'division by zero' },
    },
    { body: 'next' },
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

test('what is drawn over a line is not indented by its blanks, and a level behind a bar is one', () => {
  const records = readAll('started\n\r 10%|#|\r 20%|##|WARNING:root:disk nearly full\n\r 30%|###|\nend\n');
  expect(records.map(({ body, severity, attributes }) => [body, severity, attributes])).toEqual([
    ['started', 'INFO', {}],
    [' 20%|##|', 'INFO', {}],
    ['disk nearly full', 'WARN', { logger: 'root' }],
    [' 30%|###|', 'INFO', {}],
    ['end', 'INFO', {}],
  ]);
  expect(records[1]?.printed?.()).toBe('\r 10%|#|\r 20%|##|');
});

test('indented lines join, empty lines separate, JSON stands alone', () => {
  expect(bodies('Rows:\n  read 3\n  written 2\n\nend\n{"msg":"json"}\n  {"msg":"indented json"}')).toEqual([
    'Rows:\n  read 3\n  written 2',
    'end',
    'json',
    'indented json',
  ]);
});

test.each<[name: string, text: string, exception: readonly [type: string, message: string], after?: string]>([
  [
    'a Go panic',
    'panic: runtime error: index out of range [5] with length 3\n\ngoroutine 1 [running]:\nmain.(*Loader).load(0xc000012345, {0x1, 0x2})\n\t/srv/etl/load.go:31 +0x1d\nmain.main()\n\t/srv/etl/main.go:9 +0x25\ncreated by main.start in goroutine 1\n\t/srv/etl/main.go:3',
    ['panic', 'runtime error: index out of range [5] with length 3'],
    'exit status 2',
  ],
  [
    'a Go panic of a signal',
    'panic: invalid memory address\n[signal SIGSEGV: segmentation violation code=0x1 addr=0x0 pc=0x45]\n\ngoroutine 1 [running]:\nmain.main()\n\t/srv/main.go:9 +0x25',
    ['panic', 'invalid memory address'],
  ],
  [
    'a Go deadlock',
    'fatal error: all goroutines are asleep - deadlock!\n\ngoroutine 1 [chan receive]:\nmain.main()\n\t/srv/main.go:9',
    ['fatal error', 'all goroutines are asleep - deadlock!'],
  ],
  [
    'a Rust panic',
    "thread 'main' panicked at src/main.rs:4:5:\nindex out of bounds: the len is 3 but the index is 5\nnote: run with `RUST_BACKTRACE=1` environment variable to display a backtrace",
    ['panic', 'index out of bounds: the len is 3 but the index is 5'],
    'done',
  ],
  [
    'a Rust panic with a backtrace',
    "thread 'main' (42) panicked at src/main.rs:4:5:\nno rows\nstack backtrace:\n   0: rust_begin_unwind\n             at /rustc/1/library/std/src/panicking.rs:645:5\n   1: etl::main\nnote: Some details are omitted",
    ['panic', 'no rows'],
  ],
  [
    'a Rust assertion',
    "thread 'main' panicked at src/main.rs:3:5:\nassertion `left == right` failed\n  left: 1\n right: 2\nnote: run with `RUST_BACKTRACE=1`",
    ['panic', 'assertion `left == right` failed\n  left: 1\n right: 2'],
  ],
  [
    'an old Rust panic',
    "thread 'main' panicked at 'no rows', src/main.rs:4:5\nnote: run with `RUST_BACKTRACE=1`",
    ['panic', 'no rows'],
  ],
  [
    'an unhandled .NET exception',
    'Unhandled exception. System.InvalidOperationException: Sequence contains no elements\n ---> System.IO.IOException: closed\n   at Etl.Read() in /srv/Etl.cs:line 12\n   --- End of inner exception stack trace ---\n   at Etl.Main()\n--- End of stack trace from previous location ---\n   at Etl.Run()',
    ['System.InvalidOperationException', 'Sequence contains no elements'],
    'Aborted',
  ],
  [
    'a Java exception whose message spans lines',
    'Exception in thread "main" java.lang.IllegalStateException: 2 rows are wrong:\nrow 1: no date\n\nrow 7: no price\n\tat a.B.run(B.java:3)\nCaused by: java.io.IOException: closed\n\t... 3 more',
    ['java.lang.IllegalStateException', '2 rows are wrong:\nrow 1: no date\n\nrow 7: no price'],
    'next',
  ],
  [
    'a JVM error without frames',
    'Exception in thread "main" java.lang.OutOfMemoryError: Java heap space',
    ['java.lang.OutOfMemoryError', 'Java heap space'],
    'next',
  ],
  [
    'a plain JavaScript error',
    'Error: no rows\n    at f (x.js:1:7)\n    at g (x.js:2:7)',
    ['Error', 'no rows'],
    'Node.js v24.0.0',
  ],
  [
    'a Python exception of a database',
    'Traceback (most recent call last):\n  File "etl.py", line 3, in <module>\n    load()\npsycopg2.errors.UndefinedTable: relation "x" does not exist\nLINE 1: SELECT * FROM x\n                      ^\nDETAIL: none',
    [
      'psycopg2.errors.UndefinedTable',
      'relation "x" does not exist\nLINE 1: SELECT * FROM x\n                      ^\nDETAIL: none',
    ],
    'next',
  ],
  [
    'a Ruby exception',
    "etl.rb:3:in 'load': no rows (RuntimeError)\n\tfrom etl.rb:7:in '<main>'",
    ['RuntimeError', 'no rows'],
    'next',
  ],
  [
    'an uncaught PHP exception',
    'PHP Fatal error:  Uncaught PDOException: no rows in /srv/etl.php:3\nStack trace:\n#0 {main}\n  thrown in /srv/etl.php on line 3',
    ['PDOException', 'no rows'],
    'next',
  ],
])('one record with its exception: %s', (_, text, [type, message], after) => {
  const records = join(after === undefined ? text : `${text}\n${after}`);
  expect(records.map(({ body }) => body).slice(1)).toEqual(after === undefined ? [] : [after]);
  expect(records[0]).toMatchObject({
    severity: expect.stringMatching(/ERROR|CRITICAL/) as string,
    attributes: { 'exception.type': type, 'exception.message': message },
  });
});

test.each<[name: string, text: string, bodies: readonly string[]]>([
  [
    'psql',
    'psql:x.sql:1: ERROR:  no such column\nLINE 1: select a\n               ^\nHINT:  try b\nnext',
    ['psql:x.sql:1: ERROR:  no such column\nLINE 1: select a\n               ^\nHINT:  try b', 'next'],
  ],
  [
    'sqlcmd',
    "Msg 208, Level 16, State 1, Server WH1, Line 1\nInvalid object name 'x'.\n(0 rows affected)",
    ["Msg 208, Level 16, State 1, Server WH1, Line 1\nInvalid object name 'x'.", '(0 rows affected)'],
  ],
  [
    'bcp',
    'SQLState = S0002, NativeError = 208\nError = [Microsoft]Invalid object name\n0 rows copied.',
    ['SQLState = S0002, NativeError = 208\nError = [Microsoft]Invalid object name', '0 rows copied.'],
  ],
  [
    'sqlplus',
    'ERROR at line 1:\nORA-20001: no rows\nORA-06512: at line 1\nnext',
    ['ERROR at line 1:\nORA-20001: no rows\nORA-06512: at line 1', 'next'],
  ],
  [
    '.NET console',
    'fail: Etl.Load[0]\n      no rows\n      of yesterday\ninfo: Etl.Load[0]\n      next',
    ['no rows\nof yesterday', 'next'],
  ],
])('what a tool writes on several lines is one record: %s', (_, text, expected) =>
  expect(bodies(text)).toEqual(expected),
);

test('what a tool calls a warning below is none of the errors', () => {
  const warning = 'SQLState = S1000, NativeError = 0\nWarning = [Microsoft]Warning: BCP import with a format file';
  expect(join(warning)).toMatchObject([{ severity: 'WARN', body: warning }]);
  expect(join('SQLState = 22001, NativeError = 0\nError = [Microsoft]String data, right truncation')).toMatchObject([
    { severity: 'ERROR' },
  ]);
});

test('lines after the name of an exception are records of their own when no frame follows', () => {
  const text = 'java.io.IOException: closed\nnext\n\nand next\nERROR boom\nlast';
  expect(bodies(text)).toEqual(['java.io.IOException: closed', 'next', 'and next', 'boom', 'last']);
  expect(bodies('ValueError: bad\n  in row 1\nnext\n  of it')).toEqual([
    'ValueError: bad\n  in row 1',
    'next\n  of it',
  ]);
  const many = Array.from({ length: 100 }, (_, at) => `row ${at}`);
  expect(bodies(['ValueError: bad', ...many].join('\n'))).toEqual(['ValueError: bad', ...many]);
});

test('an exception with frames in the record of .NET', () => {
  const text =
    'fail: Etl.Load[0]\n      load failed\n      System.InvalidOperationException: no rows\n         at Etl.Load()';
  expect(join(text)).toMatchObject([
    {
      body: 'load failed',
      severity: 'ERROR',
      attributes: {
        logger: 'Etl.Load',
        'exception.type': 'System.InvalidOperationException',
        'exception.message': 'no rows',
      },
    },
  ]);
});

test('a record of very many lines keeps its beginning and its end', () => {
  const frames = Array.from({ length: 5000 }, (_, index) => `  frame ${index}`).join('\n');
  const [record] = join(`Traceback (most recent call last):\n${frames}\nRecursionError: deep`);
  expect(record?.attributes).toMatchObject({
    'exception.type': 'RecursionError',
    'pipeline.log.record.omitted_lines': 4602,
  });
  expect(String(record?.attributes['exception.stacktrace']).split('\n')).toHaveLength(400);
});

test('no text of any line is lost', () => {
  const line = fc.constantFrom(
    'word',
    '  indented',
    traceback,
    'ValueError: x',
    'ERROR boom',
    '{"msg":"json"}',
    '',
    '  at frame',
    'panic: word',
    'goroutine 1 [running]:',
    "thread 'main' panicked at a.rs:1:1:",
    'Msg 1, Level 16, State 1',
    'fail: Etl[0]',
    'Caused by: a.Error: word',
    '}',
    'DETAIL: word',
  );
  fc.assert(
    fc.property(fc.array(line), (lines) => {
      const all = join(lines.join('\n'))
        .map((record) => record.body + JSON.stringify(record.attributes))
        .join('\n');
      for (const text of [
        'word',
        'indented',
        'ValueError',
        'boom',
        'json',
        'bad row',
        'at frame',
        'panicked',
        'Etl',
        'Msg',
      ]) {
        const isThere = lines.some((candidate) => candidate.includes(text));
        expect(all.includes(text)).toBe(isThere);
      }
    }),
    { numRuns: 2000 },
  );
});
