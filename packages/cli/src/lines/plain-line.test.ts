import fc from 'fast-check';
import { expect, test } from 'vitest';
import { lineFormats } from './line-formats.ts';
import { parsePlainLine } from './plain-line.ts';

test.each(lineFormats.map((format) => [format.name, format] as const))(
  '%s: its example is read by it and by none before it',
  (_, format) => {
    expect(parsePlainLine(format.example)).toMatchObject({ format, severity: expect.any(String) as string });
    if (format.isWhole !== true)
      expect(parsePlainLine(format.example).message).toMatch(/^(Flow run 'etl' - )?(boom|slow|go|lost)$/);
  },
);

test('the message, time and logger of a Python line', () => {
  expect(parsePlainLine('2026-05-01 10:00:00,123 - etl.load - ERROR - boom - again')).toMatchObject({
    message: 'boom - again',
    severity: 'ERROR',
    atMs: new Date(2026, 4, 1, 10, 0, 0, 123).getTime(),
    timeField: ['time', '2026-05-01 10:00:00,123'],
    attributes: { logger: 'etl.load' },
  });
});

test('logfmt', () => {
  const line = String.raw`time="2026-05-01T10:00:00Z" level=warning msg="a \"b\"" rows=3`;
  expect(parsePlainLine(line)).toEqual({
    message: 'a "b"',
    severity: 'WARN',
    atMs: Date.parse('2026-05-01T10:00:00Z'),
    timeField: ['time', '2026-05-01T10:00:00Z'],
    attributes: { rows: '3' },
  });
});

test.each([
  'done',
  'Finished without ERROR',
  'Errors: 0',
  'Error: 0',
  'errors: none',
  'ERROR rows: 0',
  'ERROR count = 0.0%',
  'Error: no errors found.',
  'Warning: none',
  '0 errors, 0 warnings',
  'error_codes.csv loaded',
  'ERROR_CODES loaded',
  'Error rate 0%',
  'critical path: 3 stages',
  'warnings.csv: 12 rows',
  'panicked: no',
  'fatal_errors=0',
  'exceptions: 0',
  '2026-05-01 10:00:00 checked 0 errors, 0 warnings',
  '2026-05-01 10:00:00 copied error_codes.csv',
  '2026-05-01 10:00:00 ERROR rows: 0',
  '10:00:00  Done. PASS=3 WARN=0 ERROR=0 SKIP=0 TOTAL=3',
  '10:00:00  1 of 3 OK created sql table model shop.error_codes',
  '10:00:00  Completed successfully',
  'shop.orders: Records: 5  Deleted: 0  Skipped: 0  Warnings: 0',
  'step: error handling enabled',
  'total: error rows: 0',
  'Error handling: enabled',
  'level=3 msg=x',
  'note: x',
  'Killed 3 sessions',
  'make: nothing to be done',
  'May  1 10:00:00 host etl[7]: loaded 5 rows',
  '05/01/2026 10:00:00 loaded 5 rows',
  'com.example.Load: 5 rows',
  'seen: 3 of 5: done',
  '2026-05-01 10:00:00 loaded 5 rows',
  '<999>x',
  '',
])('%j has no level and stays whole', (line) =>
  expect(parsePlainLine(line)).toEqual({ message: line, attributes: {} }),
);

/** Lines as tools of the kind print them, besides the one that each format has. */
const seen: Record<string, readonly [severity: string, line: string][]> = {
  psql: [
    ['CRITICAL', 'psql:load.sql:1: FATAL:  terminating connection due to administrator command'],
    ['INFO', 'psql:load.sql:7: NOTICE:  table "x" does not exist, skipping'],
    ['ERROR', 'psql:<stdin>:1: ERROR:  syntax error at or near "selec"'],
    ['ERROR', 'psql:laden.sql:12: FEHLER:  Relation »x« existiert nicht'],
    ['ERROR', 'psql: error: connection to server at "db" (10.0.0.1), port 5432 failed: FATAL:  no such role'],
    ['WARN', 'pg_restore: warning: errors ignored on restore: 2'],
    ['ERROR', 'ERROR:  duplicate key value violates unique constraint "orders_pkey"'],
  ],
  'PostgreSQL server': [
    ['ERROR', '2026-05-01 10:00:00.123 UTC [812] ERROR:  deadlock detected'],
    ['CRITICAL', '2026-05-01 10:00:00.123 UTC [812] etl@shop FATAL:  the database system is shutting down'],
    ['INFO', '2026-05-01 10:00:00.123 UTC [812] LOG:  checkpoint starting: time'],
  ],
  sqlcmd: [
    ['CRITICAL', 'Msg 21, Level 20, State 1, Server WH1, Line 1'],
    ['ERROR', 'Msg 50000, Level 16, State 1, Server WH1, Procedure load_orders, Line 4'],
    ['INFO', 'Msg 3606, Level 10, State 0, Server WH1, Line 1'],
    ['ERROR', 'Sqlcmd: Error: Microsoft ODBC Driver 18 for SQL Server : Login timeout expired.'],
    ['WARN', 'Sqlcmd: Warning: The last operation was terminated because the user pressed CTRL+C.'],
  ],
  bcp: [
    ['ERROR', "Error = [Microsoft][ODBC Driver 18 for SQL Server][SQL Server]Invalid object name 'stg.x'."],
    [
      'WARN',
      'Error = [Microsoft][ODBC Driver 18 for SQL Server]Warning: BCP import with a format file will convert empty strings',
    ],
  ],
  sqlplus: [
    ['ERROR', 'SP2-0310: unable to open file "load.sql"'],
    ['ERROR', 'SQL*Loader-350: Syntax error at line 3.'],
    ['ERROR', 'TNS-12541: TNS:no listener'],
    ['WARN', 'Warning: Procedure created with compilation errors.'],
  ],
  mysql: [
    ['ERROR', "ERROR 1045 (28000): Access denied for user 'etl'@'localhost'"],
    ['WARN', 'mysql: [Warning] Using a password on the command line interface can be insecure.'],
    ['ERROR', 'mysqlimport: Error: 1146, Table shop.orders does not exist, when using table: orders'],
    ['INFO', 'Note (Code 1051): Unknown table shop.x'],
    ['ERROR', '2026-05-01  2:14:07 0 [ERROR] InnoDB: Unable to lock ./ibdata1'],
    ['INFO', '2026-05-01T10:00:00.123456Z 0 [System] [MY-010931] [Server] ready for connections'],
  ],
  dbt: [
    ['ERROR', '10:00:00  3 of 9 FAIL 3 unique_orders_id ............ [FAIL 3 in 0.10s]'],
    ['WARN', '10:00:00  4 of 9 SKIP relation shop.fct_orders ........ [SKIP]'],
    ['ERROR', '10:00:00  Completed with 1 error, 0 partial successes, and 0 warnings:'],
    ['WARN', '10:00:00  Completed with 0 errors and 2 warnings:'],
    ['ERROR', '10:00:00  Failure in test unique_orders_id (models/schema.yml)'],
    ['INFO', '10:00:00.123456 [info ] [MainThread]: Running with dbt=1.8.0'],
    ['WARN', '10:00:00  [WARNING]: Deprecated functionality'],
  ],
  airflow: [
    ['ERROR', '[2026-05-01 15:37:19,468] {{taskinstance.py:1455}} ERROR - Bash command failed'],
    ['INFO', '[2026-05-01T10:00:00.571+0000 +0000] MainProcess MainThread {subprocess.py:93} INFO - row'],
    ['ERROR', '[2026-05-01 10:00:00] ERROR - Task failed with exception source=task loc=task_runner.py:920'],
    ['ERROR', '2026-05-01T10:00:00.120931Z [error    ] Task failed with exception [task] loc=task_runner.py:972'],
  ],
  others: [
    ['ERROR', 'Runtime Error in model orders (models/orders.sql)'],
    ['ERROR', 'E, [2026-05-01T10:00:00.120931 #42] ERROR -- : boom'],
    ['WARN', 'W, [2026-05-01T10:00:00.120931 #42]  WARN -- etl: slow'],
    ['ERROR', 'May 11 02:14:07 host etl[42]: ERROR: boom'],
    ['ERROR', './etl.sh: line 3: psql: command not found'],
    ['ERROR', '/bin/sh: 1: psql: not found'],
    ['ERROR', 'Segmentation fault (core dumped)'],
    ['ERROR', 'org.postgresql.util.PSQLException: ERROR: relation "x" does not exist'],
    ['ERROR', 'Error in eval(expr): object "x" not found'],
    ['INFO', '01-May-2026 10:00:00.123 INFO [main] org.apache.catalina.startup.Catalina.start Server startup'],
    ['INFO', '5/1/2026 10:00:00 INFO loaded'],
    ['INFO', '[10:00:00 INF] Loaded 12 rows'],
    ['CRITICAL', '2026-05-01T10:00:00Z FTL boom'],
    ['ERROR', '2026-05-01 10:00:00.1209|ERROR|Etl.Load|boom'],
    ['WARN', '[warning  ] retrying   attempt=2'],
    ['ERROR', '2026-05-01T10:00:00.120931Z ERROR etl::load: boom rows=3'],
    ['WARN', '[2026-05-01 10:00:00] app.WARNING: slow {"id":3} []'],
    ['ERROR', 'npm error code ELIFECYCLE'],
    ['WARN', 'npm warn deprecated glob@7.2.3: Glob versions prior to v9 are no longer supported'],
    ['WARN', 'etl.py:3: DeprecationWarning: datetime.utcnow() is deprecated'],
    ['WARN', '<frozen importlib._bootstrap>:241: RuntimeWarning: numpy.ufunc size changed'],
    ['WARN', 'sys:1: ResourceWarning: unclosed file'],
    ['WARN', String.raw`C:\\etl\\frames.py:88: UserWarning: slow`],
    ['WARN', '(node:4711) Warning: Setting NODE_TLS_REJECT_UNAUTHORIZED to 0 makes connections insecure'],
    ['ERROR', '2026-05-01T10:00:00.120+0100\tERROR\tetl/load.go:31\tboom'],
    ['ERROR', 'rsync: [sender] link_stat "/srv/x" failed: No such file or directory (2)'],
  ],
};

test.each(Object.entries(seen).flatMap(([tool, lines]) => lines.map((line) => [tool, ...line] as const)))(
  '%s: %s: %s',
  (_, severity, line) => expect(parsePlainLine(line).severity).toBe(severity),
);

test('any line is read, quickly', () => {
  const piece = fc.constantFrom(
    '2026-05-01 10:00:00,123',
    ' - ',
    '[',
    ']',
    '|',
    ' ',
    'ERROR',
    ':',
    '<11>1',
    '{',
    'level=',
    'msg="',
  );
  fc.assert(
    fc.property(fc.array(fc.oneof(piece, fc.string()), { maxLength: 500 }), (pieces) => {
      expect(parsePlainLine(pieces.join('')).attributes).toBeDefined();
    }),
  );
});
