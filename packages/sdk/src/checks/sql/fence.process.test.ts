import { contractShape } from '@sightglass/model/contract';
import { beforeAll, describe, expect, it } from 'vitest';
import type { SqlAnswer } from './messages.ts';
import { runSql } from './run-sql.ts';

const contract = contractShape.parse({
  columns: [
    { name: 'id', type: 'integer' },
    { name: 'amount', type: 'number' },
    { name: 'status' },
    { name: 'ordered', type: 'date' },
    { name: 'unit price', type: 'number' },
  ],
});

/** What each attack tries, and what the answer to it must hold. */
const attacks: Readonly<Record<string, readonly [sql: string, words: RegExp]>> = {
  'a host file by a function': [`SELECT file('/etc/passwd')`, /function file is not allowed/],
  'a host file by a nested function': [`SELECT upper(concat('a', file('/etc/passwd'))) FROM file`, /function file /],
  'a host file under an alias': [`SELECT id, file('/etc/passwd') AS status FROM file`, /function file /],
  'a host file in a condition': [`SELECT id FROM file WHERE status = (SELECT file('/etc/passwd'))`, /function file /],
  'a host file in a window': [`SELECT count() OVER (ORDER BY file('/etc/passwd')) FROM file`, /function file /],
  'a host file in a lambda': [`SELECT arrayMap(x -> file(x), ['/etc/passwd'])`, /function file /],
  'a host file in LIMIT': [`SELECT id FROM file LIMIT length(file('/etc/passwd'))`, /function file |LIMIT/],
  'a host file in another case': ["SELECT FiLe('/etc/passwd')", /function FiLe /],
  'a host file by a quoted name': ["SELECT `file`('/etc/passwd')", /function file /],
  'a host file by a table function': [`SELECT * FROM file('/etc/passwd', LineAsString)`, /table function file/],
  'a host file by a CTE': [
    `WITH x AS (SELECT * FROM file('/etc/passwd', LineAsString)) SELECT * FROM x`,
    /table function file/,
  ],
  'a host file by IN': [`SELECT id FROM file WHERE status IN file('/etc/passwd', LineAsString)`, /file/],
  'a host file by its name': ["SELECT * FROM '/etc/passwd'", /./],
  'a host file by its quoted name': ['SELECT * FROM "/etc/passwd"', /table "\/etc\/passwd" is not allowed/],
  'a host file by APPLY': ['SELECT * APPLY(file) FROM file', /APPLY is not allowed/],
  'a host file by REPLACE': ["SELECT * REPLACE (file('/etc/passwd') AS status) FROM file", /function file /],
  'the network by url': [`SELECT * FROM url('http://127.0.0.1/', LineAsString)`, /table function url/],
  'the network by s3': [`SELECT * FROM s3('http://127.0.0.1/x')`, /table function s3/],
  'the network by remote': [`SELECT * FROM remote('127.0.0.1', system.one)`, /table function remote/],
  'a program by executable': [`SELECT * FROM executable('x.sh', TSV, 'a String')`, /table function executable/],
  'made rows by generateRandom': [`SELECT * FROM generateRandom('a Int8')`, /table function generateRandom/],
  'made rows by numbers': ['SELECT * FROM numbers(1000000000000)', /table function numbers/],
  'a view': ['SELECT * FROM view(SELECT 1)', /table function view/],
  'a table of the system': ['SELECT * FROM system.settings', /table "system.settings" is not allowed/],
  'a table of the system as a quoted name': [
    'SELECT * FROM `system.settings`',
    /table "system.settings" is not allowed/,
  ],
  'a table of the system by IN': ['SELECT id FROM file WHERE id IN system.one', /IN needs a list or a query/],
  'a table of the system by an alias': ['WITH system.settings AS t SELECT * FROM t', /not allowed|no table/],
  'a table of the schema': ['SELECT * FROM INFORMATION_SCHEMA.TABLES', /table "INFORMATION_SCHEMA.TABLES"/i],
  'another table': ['SELECT * FROM files', /files/],
  'a dictionary': [`SELECT dictGet('d', 'a', id) FROM file`, /function dictGet /],
  'a join by name': [`SELECT joinGet('system.one', 'dummy', 1)`, /function joinGet /],
  'a setting': [`SELECT getSetting('max_threads')`, /function getSetting /],
  'the user': ['SELECT currentUser()', /function currentUser /],
  'the host': ['SELECT hostName()', /function hostName /],
  sleeping: ['SELECT sleep(3)', /function sleep /],
  'sleeping for each row': ['SELECT sleepEachRow(1) FROM file', /function sleepEachRow /],
  'a random number': ['SELECT rand() FROM file', /function rand /],
  'a huge array': ['SELECT arrayJoin(range(1000000000000))', /function range /],
  'an aggregate by name': [`SELECT arrayReduce('sum', [1])`, /function arrayReduce /],
  'a state of an aggregate': ['SELECT sumState(id) FROM file', /function sumState /],
  'a cast to a state': [`SELECT CAST(status AS AggregateFunction(sum, Int64)) FROM file`, /cannot be cast/],
  'a cast to a type of a column': ['SELECT CAST(status, status) FROM file', /cannot be cast/],
  settings: ['SELECT id FROM file SETTINGS max_memory_usage = 0', /SETTINGS are not allowed/],
  'settings in a subquery': ['SELECT * FROM (SELECT id FROM file SETTINGS readonly = 0)', /SETTINGS are not allowed/],
  'a file to write': [`SELECT id FROM file INTO OUTFILE '/tmp/sightglass-out'`, /syntax error/],
  'a format': ['SELECT id FROM file FORMAT CSV', /syntax error/],
  'a second statement': [`SELECT 1; SELECT file('/etc/passwd')`, /";" is not allowed/],
  'a second statement behind a comment': ['SELECT 1 /* ; */', /";" is not allowed/],
  'a closed bracket': ['SELECT 1) UNION ALL SELECT * FROM (SELECT 2', /not one SELECT|UNION/],
  'a closed bracket and a join': ['SELECT 1) AS a CROSS JOIN (SELECT 2', /not one SELECT/],
  'a closed bracket and a condition': ['SELECT 1) WHERE 1 IN (SELECT 2', /not one SELECT/],
  'a comment that is not closed': ['SELECT 1 /* ', /syntax error/i],
  'a parameter': ['SELECT {id:UInt8}', /Substitution|parameters/],
  'a parameter for a table': ['SELECT * FROM {t:Identifier}', /Substitution|parameters/],
  'a function of its own': ['CREATE FUNCTION f AS (x) -> x', /syntax error/],
  'a lambda with a name': ['WITH (x) -> x + 1 AS f SELECT f(id) FROM file', /function f is not allowed/],
  'a change': ['INSERT INTO file VALUES (1)', /syntax error/],
  'a table to make': ['CREATE TABLE t (a Int8) ENGINE = Memory', /syntax error/],
  'an explanation': ['EXPLAIN SELECT 1', /./],
  'lines in a name': ['SELECT id AS `a (children 1)\n    Function plus` FROM file', /not one SELECT/],
  'lines in the name of a function': ["SELECT `file\n Literal`('/etc/passwd')", /not one SELECT|not allowed/],
  'an explanation as a table': ["SELECT * FROM (EXPLAIN SELECT file('/etc/passwd'))", /table function viewExplain/],
  'a list of tables as a table': ['SELECT * FROM (SHOW TABLES)', /syntax error/],
  'objects of the program': ['SELECT * FROM Python(x)', /table function Python/],
  'tables by a pattern': ["SELECT * FROM merge('system', '.*')", /table function merge/],
  'a service on the network': ["SELECT aiGenerate('x')", /function aiGenerate /],
  'rows to fill in': [
    "SELECT * FROM file ORDER BY id WITH FILL INTERPOLATE (status AS file('/etc/passwd'))",
    /InterpolateElement is not allowed/,
  ],
  'endless recursion': [
    'WITH RECURSIVE x AS (SELECT 1 AS n UNION ALL SELECT n + 1 FROM x) SELECT max(n) FROM x',
    /RECURSIVE is not allowed/,
  ],
  'text that becomes NULL': [
    'SELECT id FROM file WHERE toInt64(status) <= 0',
    /toInt64 makes NULL of a text .* toInt64OrNull/,
  ],
  'text that becomes NULL by a cast': [
    'SELECT id FROM file WHERE CAST(status AS Int64) <= 0',
    /CAST makes NULL of a text/,
  ],
  'text that becomes NULL by ::': ['SELECT id FROM file WHERE lower(status)::Float64 > 1', /CAST makes NULL of a text/],
  'text that becomes NULL under an alias': [
    'SELECT toDate(status) AS day FROM file HAVING day > today()',
    /toDate makes NULL/,
  ],
  'text that becomes NULL as a decimal': ['SELECT toDecimal64(status, 2) FROM file', /toDecimal64 makes NULL/],
  'text that becomes NULL by a nullable type': [
    'SELECT CAST(assumeNotNull(status) AS Nullable(Int64)) FROM file',
    /CAST makes NULL/,
  ],
  'text that becomes NULL by accurateCast': [
    "SELECT accurateCast(status, 'Int8') FROM file",
    /accurateCast makes NULL/,
  ],
  'a number that wraps': ['SELECT toInt8(300) FROM file', /toInt8 makes another number .* accurateCast\(…, 'Int8'\)/],
  'an integer that wraps': ['SELECT id FROM file WHERE id::Int64 < 0', /CAST makes another number/],
  'a sign that is lost': ['SELECT id FROM file WHERE toUInt8(-1) = 1', /toUInt8 makes another number/],
  'a double that wraps': ['SELECT toInt16(id / 2) FROM file', /toInt16 makes another number/],
  'a cast within a lambda': ['SELECT arrayMap(x -> toInt8(x), [id]) FROM file', /toInt8 makes another number/],
  'text that becomes NULL as seconds': [
    'SELECT toUnixTimestamp(status) FROM file',
    /toUnixTimestamp makes NULL of a text .* toUnixTimestamp\(toDateTimeOrNull\(…\)\)/,
  ],
  'text that becomes NULL in a list': [
    'SELECT CAST([status] AS Array(Nullable(DateTime64(3)))) FROM file',
    /CAST makes NULL of a text that cannot be read as DateTime64\(3\),/,
  ],
  'text that becomes NULL in a map': [
    "SELECT CAST(map('a', status) AS Map(String, Nullable(Int64))) FROM file",
    /CAST makes NULL/,
  ],
  'an integer that wraps in a list': ['SELECT CAST([id] AS Array(Int8)) FROM file', /CAST makes another number/],
  'a text in a list that is no number': ["SELECT id FROM file WHERE id IN ('5x')", /Cannot convert string '5x'/],
  'an unknown column': ['SELECT nothing FROM file', /nothing/],
};

/** What people write. */
const honest: readonly string[] = [
  "SELECT * FROM file WHERE status = 'paid' AND amount <= 0",
  'SELECT _line, id FROM file -- the end',
  'SELECT /* all */ f.* FROM file AS f JOIN (SELECT id FROM file GROUP BY id HAVING count(*) > 1) AS d USING (id)',
  'SELECT status, sum(amount) AS total FROM file GROUP BY status HAVING total > 100 ORDER BY total LIMIT 5',
  'WITH late AS (SELECT * FROM file WHERE ordered < today() - INTERVAL 1 YEAR) SELECT count() FROM late HAVING count() > 0',
  'SELECT id FROM file WHERE id NOT IN (SELECT id FROM file WHERE amount IS NOT NULL)',
  "SELECT id FROM file WHERE status IN ('a', 'b') OR status LIKE 'x%' OR match(status, '^z') OR id BETWEEN 1 AND 2",
  'SELECT id, lag(amount) OVER (PARTITION BY status ORDER BY ordered) AS before FROM file QUALIFY amount < before',
  'SELECT id FROM file WHERE EXISTS (SELECT 1 FROM file AS other WHERE other.id = 1)',
  "SELECT CASE WHEN amount > 0 THEN 'a' ELSE 'b' END AS k, count(DISTINCT id), countIf(id > 1), uniqExactIf(id, id > 1) FROM file GROUP BY k",
  "SELECT CAST(amount AS Decimal(10, 2)), accurateCast(id, 'Int64'), toDate(ordered), EXTRACT(YEAR FROM ordered), status || 'x', -amount FROM file",
  'SELECT "unit price", `unit price` * 2 FROM file WHERE "unit price" <> round("unit price", 2)',
  'SELECT 1 FROM file UNION SELECT 2 UNION ALL SELECT 3',
  'SELECT id FROM file EXCEPT SELECT id FROM file WHERE amount > 1',
  "SELECT COALESCE(status, 'none'), NULLIF(id, 0), GREATEST(id, 1), TRIM(status), SUBSTRING(status FROM 1 FOR 2) FROM file",
  "SELECT arrayJoin(splitByChar(',', status)) AS one FROM file",
  "SELECT date_diff('day', ordered, today()), date_trunc('month', ordered), ordered + INTERVAL 1 MONTH FROM file",
  'SELECT * EXCEPT (status) FROM file WHERE amount > (SELECT avg(amount) FROM file)',
  'SELECT quantileExact(0.5)(amount) FROM file',
  'SELECT 1 FROM file a JOIN file b ON a.amount = toDecimal256(b.id, 18)',
  "SELECT toInt64OrNull(status), accurateCastOrNull(status, 'Int8'), toInt64(assumeNotNull(status)) FROM file",
  'SELECT toString(id), CAST(status AS String), CAST(NULL AS Int8), toInt8(100), toInt64(count()) FROM file GROUP BY ALL',
  "SELECT toDate('2026-01-01'), CAST('2026-01-01' AS Date), ordered > '2026-01-01', toFloat64(id), toInt8(ordered > '2026-01-01'), toInt64(amount) FROM file",
  "SELECT CAST([1, 2] AS Array(Int64)), CAST([] AS Array(String)), CAST(map('a', 1) AS Map(String, Int64)), toUnixTimestamp(ordered) FROM file",
  "SELECT id FROM file WHERE id IN (1, 2) AND status NOT IN ('a') UNION ALL SELECT 1",
];

describe('the fence around SQL', () => {
  let answers: readonly SqlAnswer[] = [];
  const all = [...Object.values(attacks).map(([sql]) => sql), ...honest];
  beforeAll(async () => {
    const queries = all.map((sql) => ({ sql, timeoutMs: 5_000, tables: {} }));
    answers = await runSql({ contract, file: undefined, queries });
  });

  it.each(Object.entries(attacks).map(([name, [, words]], index) => [name, words, index] as const))(
    'refuses %s',
    (_, words, index) => {
      const answer = answers[index]!;
      expect(answer.kind).toBe('refused');
      if (answer.kind === 'refused') expect(answer.refusal.message).toMatch(words);
    },
  );

  it.each(honest.map((sql, index) => [sql, index + Object.keys(attacks).length] as const))('allows %s', (_, index) => {
    expect(answers[index]).toEqual({ kind: 'proven' });
  });
});
