import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { loadConfig } from '../../config/load.ts';
import { temporaryFolder } from '../../../../../test/temporary-folder.ts';

const load = (text: string, env: Record<string, string> = {}) => {
  const file = join(temporaryFolder(), 'sightglass.yaml');
  writeFileSync(file, `auditTables:\n${text}`);
  return loadConfig({ env, file }).auditTables;
};
const complaint = (text: string): string => {
  try {
    load(text);
  } catch (error) {
    return (error as Error).message;
  }
  throw new Error('The settings were accepted.');
};

const url = 'postgres://reader:${DWH_PASSWORD}@db:5432/dwh';

test('the table the SDK writes needs no columns', () => {
  const [table] = load(`  - { name: dwh, url: "${url}", table: sightglass_audit, preset: sightglass }`, {
    DWH_PASSWORD: 'a/b@c:%',
  });
  expect(table).toMatchObject({
    target: { system: 'postgresql', host: 'db', port: 5432, user: 'reader', password: 'a/b@c:%', database: 'dwh' },
    cursorColumn: 'updated_at',
    overlap: { ids: 1_000, ms: 600_000 },
    keepRunIds: true,
    columns: { runId: 'run_id', stageId: 'stage_id', written: 'rows_written' },
    everyMs: 30_000,
    lostAfterMs: 86_400_000,
  });
});

test('a table of its own is mapped column by column', () => {
  const [table] = load(
    `  - name: dwh
    url: env:DWH
    table: etl.job_log
    pipeline: nightly
    columns: { runId: job_id, startedAt: start_ts, state: status }
    states: { succeeded: [1, OK], failed: [0] }
    cursor: { column: changed_at, overlap: 2 h }
    timeZone: Europe/Berlin
    every: 5 s
`,
    { DWH: 'sqlserver://sa:x@sql1/dwh' },
  );
  expect(table).toMatchObject({
    target: { system: 'microsoft.sql_server', host: 'sql1', port: 1433, password: 'x', tls: 'verify-host' },
    columns: { runId: 'job_id', startedAt: 'start_ts', state: 'status' },
    states: { succeeded: ['1', 'OK'], failed: ['0'] },
    overlap: { ids: 1_000, ms: 7_200_000 },
    keepRunIds: false,
    everyMs: 5_000,
  });
});

const start = '  - name: a\n    url: postgres://reader@db/dwh\n    table: log\n';
test.each([
  [
    'no columns',
    start,
    /yaml:2:5: auditTables\[0\] \(a\): columns: is required; `sightglass audit-table try` proposes them/,
  ],
  ['no cursor', `${start}    columns: { runId: id, startedAt: s }\n`, /auditTables\[0\] \(a\): cursor: is required/],
  [
    'no pipeline',
    `${start}    columns: { runId: id, startedAt: s }\n    cursor: { column: id }\n`,
    /auditTables\[0\] \(a\): pipeline: is required: name the pipeline/,
  ],
  [
    'a variable that is not set',
    `  - { name: a, url: "${url}", table: log, preset: sightglass }`,
    /yaml:2:\d+: auditTables\[0\] \(a\): url: environment variable DWH_PASSWORD is not set/,
  ],
  [
    'a password',
    '  - { name: a, url: "postgres://u:hunter2@db/x", table: log, preset: sightglass }',
    /auditTables\[0\] \(a\): url: a password does not belong in this file; write \$\{NAME\} in its place/,
  ],
  [
    'another kind of database',
    '  - { name: a, url: "oracle://db/x", table: log, preset: sightglass }',
    /auditTables\[0\] \(a\): url: oracle is not supported; PostgreSQL, SQL Server and MySQL are/,
  ],
  ...(
    [
      ['no user', 'postgres://db/dwh', /the URL must name host and user/],
      ['an unknown sslmode', 'postgres://u@db/x?sslmode=perhaps', /sslmode=perhaps; it must be one of/],
      ['a role that is wanted', 'postgres://u@a,b/x?target_session_attrs=primary', /leave target_session_attrs out/],
      ['MySQL', 'mysql://u@db/x', /not from MySQL/],
    ] as const
  ).map(
    ([name, wrong, words]) =>
      [name, `  - { name: a, url: "${wrong}", table: log, preset: sightglass }`, words] as [string, string, RegExp],
  ),
  [
    'a zone nobody knows',
    `${start}    preset: sightglass\n    timeZone: Berlin\n`,
    /yaml:6:15: auditTables\[0\] \(a\): timeZone: "Berlin" is not a time zone/,
  ],
  [
    'a duration without unit',
    `${start}    preset: sightglass\n    every: 30\n`,
    /yaml:6:12: auditTables\[0\] \(a\): every/,
  ],
  [
    'a column of no meaning',
    `${start}    columns: { runid: id, startedAt: s }\n`,
    /auditTables\[0\] \(a\): columns.*runid/s,
  ],
  [
    'an overlap of no kind',
    `${start}    preset: sightglass\n    cursor: { column: id, overlap: much }\n`,
    /yaml:6:\d+: auditTables\[0\] \(a\): cursor\.overlap: "much" is not an overlap; write/,
  ],
  [
    'one name twice',
    '  - { name: a, url: "postgres://reader@db/x", table: log, preset: sightglass }\n'.repeat(2),
    /auditTables: two tables have the same `name:`/,
  ],
])('%s is refused, with the place', (_name, text, expected) => {
  expect(complaint(text)).toMatch(expected);
});

test('a complaint about a URL does not show its password', () => {
  expect(complaint('  - { name: a, url: "mongo://u:hunter2@db/x", table: log, preset: sightglass }')).not.toContain(
    'hunter2',
  );
});
