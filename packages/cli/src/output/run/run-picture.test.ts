import { emptyLedger, nothingUnexplained } from '@sightglass/model';
import { runDetail, type RunDetail } from '@sightglass/model/rest';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { renderRun } from './run-picture.ts';
import type { RunStory } from './run-story.ts';
import { createStyle } from '../style.ts';
import { at, type Bare, bareRun as run, bareStage as stage, gap, rows } from '../../../testing/bare-run.ts';
import { judgedRun } from '../../../testing/judged-run.ts';

const plain = { ...createStyle(process.stdout), paint: (_: unknown, text: string) => text };
const url = 'http://sightglass.test:4318';
const noChecks = { items: [], files: 0, counts: { fail: 0, warn: 0, skip: 0, pass: 0 }, nextCursor: null };
const pictureOf = (shown: RunDetail, more: Partial<RunStory> = {}): string =>
  renderRun({ run: shown, checks: noChecks, databases: [], apis: [], url, ...more }, plain);
const ended = { finishedAt: at, balanced: false };
const onlyWritten = { ...emptyLedger, written: 150 };
const none = { gaps: [], handoffs: [] };
const lost = { ...stage, state: 'lost' } as const;
const failure = { type: 'ValueError', message: 'bad amount' };
const signal = { type: 'SIGTERM', message: 'ended by SIGTERM' };

test.each<[string, Partial<Bare>, string[]]>([
  [
    'running',
    {},
    ['running for 12 s', '100 read = 50 written + 50 in progress', '50 rows are in progress inside load'],
  ],
  ['hanging', { notAnsweringForMs: 240_000 }, ['Its program has not answered for 4 m 00 s']],
  [
    'lost',
    { state: 'lost', stages: [lost] },
    ['100 read = 50 written + 50 not processed', 'Not usable: no signal since ', 'It may still be running.'],
  ],
  ['succeeded', { ...ended, state: 'succeeded' }, ['100 read = 50 written + 50 missing']],
  [
    'aborted',
    { ...ended, state: 'aborted', exitSignal: 'SIGTERM', failure: signal, stages: [{ ...stage, state: 'aborted' }] },
    ['Not usable: stopped by SIGTERM', 'after 12 s.', '\n    signal SIGTERM', '50 not processed'],
  ],
  [
    'failed',
    { ...ended, state: 'failed', exitCode: 3, failure, failedStage: 'load' },
    ['Not usable: failed at load', ': bad amount.', 'ValueError · exit code 3'],
  ],
  [
    'more written',
    { ...ended, state: 'succeeded', unexplained: { missing: 0, extra: 3 }, rows: { ...rows, written: 103 } },
    ['100 read + 3 extra = 103 written'],
  ],
  [
    'grouped on purpose',
    { state: 'succeeded', finishedAt: at, balanced: true, unexplained: nothingUnexplained, ledger: none },
    ['100 read → 50 written'],
  ],
  [
    'in doubt',
    { ...ended, state: 'succeeded', doubts: [{ kind: 'unenriched', dependency: 'airports', rows: 7 }] },
    ['7 rows were loaded without data from airports.'],
  ],
  [
    'missed',
    {
      state: 'missed',
      durationMs: 0,
      rows: emptyLedger,
      unexplained: nothingUnexplained,
      ledger: none,
      stages: [],
    },
    ['r1\n  was due 2026-05-01 '],
  ],
  [
    'counting only what it writes',
    {
      ...ended,
      state: 'succeeded',
      balanced: true,
      rows: onlyWritten,
      unexplained: nothingUnexplained,
      ledger: none,
      stages: [{ ...stage, rows: onlyWritten, ledgerChecked: false, unexplained: nothingUnexplained }],
    },
    ['  – → 150  ', '\n  150 written\n'],
  ],
  ['thinned', { thinnedLogs: 1_234 }, ['1,234 log records left out: they came faster than they could be sent']],
  ['grouping rows on purpose, still', { unexplained: nothingUnexplained, ledger: none }, ['100 read → 50 written']],
  [
    'grouped on purpose, and three missing',
    {
      ...ended,
      state: 'succeeded',
      unexplained: { missing: 3, extra: 0 },
      ledger: { gaps: [{ ...gap, difference: 3 }], handoffs: [] },
    },
    ['100 read → 50 written · 3 missing', '3 rows are missing inside load'],
  ],
])('%s', (_, more, words) => {
  const text = pictureOf(run(more));
  for (const phrase of words) expect(text).toContain(phrase);
});

const brokenFile: RunStory['checks']['items'][number] = {
  runId: 'r1',
  stageId: null,
  stageName: null,
  file: '/in/orders.csv',
  contract: 'orders',
  result: 'fail',
  checkedAt: at,
  rows: 1_000,
  rejected: 50,
  bytes: 9,
  modifiedAt: null,
  rejectFile: null,
  samples: [],
  durationMs: 1,
  results: [
    {
      expectation: 'id.unique',
      scope: 'column',
      column: 'id',
      result: 'fail',
      message: '50 rows repeat an id',
      broken: 50,
      rows: 1_000,
      lines: ['2'],
      warn: null,
      error: null,
    },
  ],
};
const calledApi: RunStory['apis'][number] = {
  verdict: { id: 'healthy', words: 'Healthy' },
  shown: { id: 'healthy', word: 'Healthy', tone: 'fluid' },
  isUnusable: false,
  needsAttention: false,
  urgency: 9,
  sentence: '',
  sentenceParts: [],
  outcome: '',
  outcomeParts: [],
  name: 'airports',
  calls: 1_499,
  requests: 141,
  failed: 27,
  retries: 0,
  cacheHits: 0,
  notSent: 1_358,
  availability: 0.8,
  errors: {},
  durationMs: { mean: 5, p50: 5, p95: 7, p99: 9, max: 9 },
  firstByteMs: null,
  connects: 0,
  connectMs: null,
  bytesSent: 0,
  bytesReceived: 0,
  runs: 1,
  lastAt: null,
  servers: [],
  callers: [],
  breakerState: 'closed',
  breakerSpans: [],
  rowsAffected: [
    {
      runId: 'r1',
      namespace: 'default',
      pipeline: 'orders',
      stage: 'enrich',
      policy: 'load-unenriched',
      error: 'breaker_open',
      rows: 1_385,
      from: at,
      to: at,
    },
  ],
  quota: null,
  probe: null,
  objective: null,
  errorBudget: null,
  shared: null,
};

const usedDatabase: RunStory['databases'][number] = {
  name: null,
  system: 'postgresql',
  host: 'db',
  port: 5432,
  database: 'shop',
  statements: 900,
  failed: 4,
  durationMs: 1_800,
  slowestMs: 40,
  slow: 0,
  connectionsFailed: 0,
  poolTimeouts: 7,
  lockHolders: [],
  lockTimeouts: 3,
  deadlocks: 1,
  failures: [
    { of: 'statement', errorClass: 'lock-timeout', count: 3 },
    { of: 'statement', errorClass: 'deadlock', count: 1 },
  ],
  committed: 9,
  rolledBack: 0,
  rollbacks: [],
  waitedMs: 22_000,
  keptWaitingMs: 0,
};

const good: Partial<Bare> = {
  ...ended,
  state: 'succeeded',
  balanced: true,
  unexplained: nothingUnexplained,
  ledger: none,
  stages: [],
};

test.each<[string, Partial<Bare>, string]>([
  ['a good run', {}, '● Succeeded  default/orders'],
  [
    'one without enrichment',
    { doubts: [{ kind: 'unenriched', dependency: 'airports', rows: 7 }] },
    '▲ Loaded without lookup data  ',
  ],
  ['a broken contract', { doubts: [{ kind: 'contract', contract: 'orders' }] }, '▲ Contract failed  '],
  ['a stop', { state: 'aborted' }, '■ Stopped  '],
  ['rows lost', { balanced: false, unexplained: { missing: 50, extra: 0 } }, '▲ Rows missing  '],
])('the state of %s is that of its page', (_name, more, words) => {
  expect(pictureOf(run({ ...good, ...more })).startsWith(words)).toBe(true);
});

test('checked files, with what was broken, and APIs that were called', () => {
  const text = pictureOf(run(good), {
    checks: { ...noChecks, items: [brokenFile], files: 3 },
    apis: [calledApi],
  });
  expect(text).toContain(`
  FILE CHECKED    CONTRACT  RESULT     ROWS  REJECTED
  /in/orders.csv  orders    ✕ Failed  1,000        50
    ✕ id.unique  50 rows repeat an id
  and 2 more files

  API CALLED  CALLS  REQUESTS  FAILED  NOT SENT   P95  ROWS AFFECTED
  airports    1,499       141      27     1,358  7 ms  1,385 loaded without lookup data
`);
});

test('databases that were used, with what went wrong in each', () => {
  const text = pictureOf(run(good), { databases: [usedDatabase] });
  expect(text).toContain(`
  DATABASE USED  STATEMENTS   TIME  SLOWEST  FAILED  COMMITTED  ROLLED BACK
  db:5432/shop          900  1.8 s    40 ms       4          9            0
    ! 7 pool timeouts
    ! 3 lock waits timed out
    ! 1 deadlock
    ! waited 22 s for the lock of another session
`);
});

test('links can be followed', () => {
  const lines = pictureOf(run(good)).split('\n');
  expect(lines.slice(-4)).toEqual([
    `  ${url}/pipelines/default/orders/runs/r1`,
    `  ${url}/api/v1/runs/r1`,
    `  ${url}/api/v1/logs?runId=r1`,
    '  sightglass logs --run r1 --pipeline orders',
  ]);
});

test('rows of a stage that has ended are in progress while its run goes on', () =>
  expect(pictureOf(run({ stages: [{ ...stage, state: 'succeeded' }] }))).not.toContain('missing'));

test('a stage that groups rows on purpose misses none', () => {
  const grouping = { ...stage, ledgerChecked: false, unexplained: nothingUnexplained };
  expect(pictureOf(run({ stages: [grouping], unexplained: nothingUnexplained, ledger: none }))).not.toContain(
    'in progress',
  );
});

test('no text of a run steers the terminal', () => {
  const hostile = fc.oneof(fc.string({ unit: 'binary' }), fc.constant('\u001b[2J\u0007\r\n\u202e'));
  fc.assert(
    fc.property(hostile, fc.constantFrom('failed', 'aborted', 'lost', 'running'), (text, state) => {
      const subject = replaceTexts(
        run({ state, failure: { ...failure, stacktrace: 'x' }, trigger: 'x', commandArgs: ['x'], failedStage: 'x' }),
        text,
      );
      const named = { ...stage, name: text, rows: { ...rows, rejected: 5 }, rejectedByReason: { [text]: 5 } };
      const shown = pictureOf(judgedRun({ ...subject, stages: [named] }));
      expect(shown.replaceAll('\n', '')).not.toMatch(/\p{Cc}|\p{Bidi_Control}/u);
    }),
  );
});

/** The run with every foreign text replaced. */
const replaceTexts = (subject: RunDetail, text: string): RunDetail =>
  runDetail.parse(
    JSON.parse(JSON.stringify(subject), (key, value: unknown) =>
      typeof value === 'string' && !['state', 'where', 'id', 'tone', 'as', 'at'].includes(key) && !key.endsWith('At')
        ? text
        : value,
    ),
  );

test('traces of its program that are not the own one of the run are named', () => {
  const other = { traceId: 'b'.repeat(32), startedAt: at, durationMs: 5, spans: 2, name: 'load', service: 'etl.py' };
  const own = { ...other, traceId: 'a'.repeat(32) };
  const text = pictureOf(run({ traceId: own.traceId }), { traces: [own, other] });
  expect(text).toContain(`${url}/traces/${other.traceId}  load, 2 spans of this run in another trace`);
  expect(text).not.toContain(`${url}/traces/${own.traceId}`);
});
