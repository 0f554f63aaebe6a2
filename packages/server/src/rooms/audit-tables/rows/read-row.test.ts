import { rowStates } from '@sightglass/model';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { requestOf } from './export-request.ts';
import { requestTypes } from '../../../wire/messages.ts';
import type { AuditMapping } from '../mapping.ts';
import { problemWords } from './problem.ts';
import { readRow } from './read-row.ts';
import { eventsOf } from './row-events.ts';
import type { AuditRow } from './row.ts';

const nowMs = Date.parse('2026-03-02T12:00:00Z');
const mapping: AuditMapping = {
  name: 'dwh',
  columns: {
    runId: 'id',
    pipeline: 'job',
    stage: 'step',
    startedAt: 'begun',
    finishedAt: 'ended',
    durationMs: 'ms',
    state: 'status',
    read: 'rows_in',
    written: 'rows_out',
    rejected: 'rows_bad',
    error: 'err',
    file: 'src',
  },
  states: { succeeded: ['1'], failed: ['0'] },
  timeZone: 'Europe/Berlin',
  lostAfterMs: 24 * 3_600_000,
  keepRunIds: false,
};
const good: AuditRow = {
  id: '4711',
  job: 'orders',
  step: null,
  begun: '2026-03-02 03:00:00.5',
  ended: '2026-03-02 03:10:00',
  ms: null,
  status: 'OK',
  rows_in: '100',
  rows_out: '98',
  rows_bad: '2',
  err: null,
  src: '/in/orders.csv',
};
const at = (text: string): number => Date.parse(`2026-03-02T${text}Z`);

const read = (change: AuditRow = {}, more: Partial<AuditMapping> = {}) =>
  readRow({ ...good, ...change }, { ...mapping, ...more }, nowMs);

test.each<[string, AuditRow, object]>([
  [
    'a run that went well',
    {},
    {
      runId: 'dwh:4711',
      pipeline: 'orders',
      namespace: 'default',
      stage: undefined,
      startedAtMs: at('02:00:00.500'),
      end: { state: 'succeeded', atMs: at('02:10:00'), durationMs: undefined },
      counts: { read: 100, written: 98, rejected: 2 },
      file: '/in/orders.csv',
    },
  ],
  ['a word of the table', { status: '0', err: 'boom' }, { end: { state: 'failed' }, error: 'boom' }],
  ['a word in capitals', { status: 'Cancelled' }, { end: { state: 'aborted' } }],
  ['a run under way', { status: 'RUNNING', ended: null }, { end: undefined }],
  ['no word yet', { status: null, ended: null }, { end: undefined }],
  ['no word, and an end that stands for none', { status: null, ended: '9999-12-31 00:00:00' }, { end: undefined }],
  ['an end at infinity', { status: 'running', ended: 'infinity' }, { end: undefined }],
  [
    'slashes, and a comma before the fraction',
    { begun: '2026/03/02 03:00:00,500' },
    { startedAtMs: at('02:00:00.500') },
  ],
  ['digits only', { begun: '20260302030000' }, { startedAtMs: at('02:00:00') }],
  ['no word, but an end', { status: null }, { end: { state: 'succeeded' } }],
  ['no word, an end and an error', { status: '', err: 'no space' }, { end: { state: 'failed' } }],
  ['a duration instead of an end', { ended: null, ms: '1500' }, { end: { atMs: at('02:00:02'), durationMs: 1_500 } }],
  ['a stage', { step: ' load ' }, { stage: { name: 'load' } }],
  ['a time with a zone', { begun: '2026-03-02 02:00:00+01' }, { startedAtMs: at('01:00:00') }],
  ['a time in seconds since 1970', { begun: `${at('01:00:00') / 1_000}` }, { startedAtMs: at('01:00:00') }],
  ['counts written as decimals', { rows_in: '100.0' }, { counts: { read: 100 } }],
])('%s', (_name, change, expected) => {
  const { reading, problems } = read(change);
  expect(problems).toEqual([]);
  expect(reading).toMatchObject(expected);
});

test.each<[string, AuditRow, string, 'told' | 'not told']>([
  ['no key', { id: ' ' }, 'id is empty: every row needs the key of its run', 'not told'],
  ['no pipeline', { job: null }, 'job is empty: name the pipeline here or under `pipeline:`', 'not told'],
  [
    'no start',
    { begun: null },
    'begun is empty: a run begins at some time; map a column that is always filled',
    'not told',
  ],
  [
    'a start nobody can read',
    { begun: '02.03.2026' },
    'begun holds "02.03.2026": write a time like 2026-05-01 10:00:00 or map another column',
    'not told',
  ],
  ['a day that is none', { begun: '2026-02-30' }, 'begun holds "2026-02-30": write a time', 'not told'],
  [
    'a start that is yet to come',
    { begun: '2026-03-02 14:00:00' },
    'begun holds "2026-03-02 14:00:00": read in time zone Europe/Berlin this is yet to come; set `timeZone:`',
    'not told',
  ],
  [
    'an end before the start',
    { ended: '2026-03-02 01:00:00' },
    'ended holds "2026-03-02 01:00:00": the end lies before',
    'told',
  ],
  [
    'an end that is yet to come',
    { ended: '9999-12-31 00:00:00' },
    'ended holds "9999-12-31 00:00:00": the run is over by its state, and its end is in the future',
    'told',
  ],
  [
    'a word nobody knows',
    { status: 'WARM' },
    'status holds "WARM": no state is known by this word; list it under `states:` (running, succeeded, failed, aborted, warned, ignored)',
    'told',
  ],
  ['a count below zero', { rows_bad: '-1' }, 'rows_bad holds "-1": rows are counted in whole numbers', 'told'],
  ['a count that is a word', { rows_in: 'many' }, 'rows_in holds "many": rows are counted in whole numbers', 'told'],
])('%s is a problem', (_name, change, words, advice) => {
  const { reading, problems } = read(change);
  expect(problems.map(problemWords)).toEqual([expect.stringContaining(words)]);
  expect(reading === undefined ? 'not told' : 'told').toBe(advice);
});

test.each<[string, AuditRow, object | undefined]>([
  ['an end', {}, { state: 'aborted', atMs: at('02:10:00') }],
  ['a duration', { ended: null, ms: '1500' }, { state: 'aborted', durationMs: 1_500 }],
  ['no end', { ended: null }, undefined],
  ['an end that stands for none', { ended: '9999-12-31 00:00:00' }, undefined],
])('of a word nobody knows and %s', (_name, change, end) => {
  const { reading, problems } = read({ status: '?', ...change });
  expect(problems).toHaveLength(1);
  if (end === undefined) expect(reading?.end).toBeUndefined();
  else expect(reading?.end).toMatchObject(end);
});

const minutesAgo = (minutes: number): string => new Date(nowMs - minutes * 60_000).toISOString();
test.each<[string, AuditRow, object | undefined]>([
  ['an end', {}, { state: 'aborted', atMs: at('02:10:00'), doubt: expect.stringContaining('"RUNNING" and an end') }],
  ['a duration', { ended: null, ms: '1500' }, { state: 'aborted', durationMs: 1_500 }],
  ['no end', { ended: null }, undefined],
  ['an end of a moment ago, whose word may follow', { ended: minutesAgo(4) }, undefined],
  ['an end a while ago', { ended: minutesAgo(6) }, { state: 'aborted' }],
  ['an end that is planned', { ended: minutesAgo(-60) }, undefined],
  ['an end filled with the start', { ended: good['begun'] ?? '' }, undefined],
])('of a row that says it runs, and has %s', (_name, change, end) => {
  const { reading, problems } = read({ status: 'RUNNING', ...change });
  expect(problems.map(problemWords)).toEqual(
    end === undefined ? [] : [expect.stringContaining('status holds "RUNNING": the row has an end')],
  );
  if (end === undefined) expect(reading?.end).toBeUndefined();
  else expect(reading?.end).toMatchObject(end);
});

test.each<[string, string | null, object]>([
  ['its word', 'OK', { state: 'succeeded', atMs: at('02:00:00.500') }],
  ['no word', null, { state: 'succeeded', atMs: at('02:00:00.500') }],
])('a row that ends before it starts is over at its start, by %s', (_name, status, end) => {
  expect(read({ status, ended: '2026-03-02 01:00:00' }).reading?.end).toMatchObject(end);
});

test('an hour that clocks show twice is the first, one they skip is moved on', () => {
  expect(read({ begun: '2025-10-26 02:30:00' }).reading?.startedAtMs).toBe(Date.parse('2025-10-26T00:30:00Z'));
  expect(read({ begun: '2025-03-30 02:30:00' }).reading?.startedAtMs).toBe(Date.parse('2025-03-30T00:30:00Z'));
});

describe('events', () => {
  const keysOf = (change: AuditRow, more: Partial<AuditMapping> = {}): string[] => {
    const { reading } = read(change, more);
    return eventsOf(reading!, { ...mapping, ...more }, nowMs).map(
      ({ key, values }) => `${key}${values.runState ? ` ${values.runState}` : ''}`,
    );
  };
  test.each<[string, AuditRow, Partial<AuditMapping>, string[]]>([
    ['of a run', {}, {}, ['runStarted', 'runFinished succeeded']],
    ['of a run under way', { status: 'running', ended: null }, {}, ['runStarted', 'runHeartbeat']],
    ['of a stage', { step: 'load' }, {}, ['stageStarted', 'stageFinished', 'runHeartbeat']],
    [
      'of a stage under way',
      { step: 'load', status: 'running', ended: null },
      {},
      ['stageStarted', 'stageProgress', 'runHeartbeat'],
    ],
    [
      'of the last stage',
      { step: 'load' },
      { lastStage: 'load' },
      ['stageStarted', 'stageFinished', 'runHeartbeat', 'runFinished succeeded'],
    ],
    [
      'of a stage before the last',
      { step: 'extract' },
      { lastStage: 'load' },
      ['stageStarted', 'stageFinished', 'runHeartbeat'],
    ],
    [
      'of one that failed',
      { step: 'extract', status: 'error' },
      { lastStage: 'load' },
      ['stageStarted', 'stageFinished', 'runHeartbeat', 'runFinished failed'],
    ],
  ])('%s', (_name, change, more, expected) => {
    expect(keysOf(change, more)).toEqual(expected);
  });

  test('an end nobody knows the word of says so, beside what went wrong', () => {
    const { reading } = read({ status: '?', err: 'disk full' });
    const finished = eventsOf(reading!, mapping, nowMs)[1];
    expect(finished?.values).toMatchObject({
      runState: 'aborted',
      exceptionMessage:
        'how it ended is not known: no state is known by the word "?"; list it under `states:` of the audit table; disk full',
    });
    expect(finished?.body).toContain('orders aborted: how it ended is not known');
  });

  test('a run that says for a day that it runs is promised to be lost then', () => {
    const { reading } = read({ status: 'running', ended: null });
    const [, alive] = eventsOf(reading!, mapping, nowMs);
    const lostAtMs = alive!.atMs + 3 * Number(alive!.values.runHeartbeatIntervalMs);
    expect(lostAtMs - reading!.startedAtMs).toBeGreaterThanOrEqual(mapping.lostAfterMs);
    expect(lostAtMs - reading!.startedAtMs).toBeLessThan(mapping.lostAfterMs + 10);
  });

  test('a table that counts one side only explains itself', () => {
    const { reading } = read({ rows_in: null });
    expect(eventsOf(reading!, mapping, nowMs)[1]?.values).toMatchObject({
      rowsRead: 100,
      rowsWritten: 98,
      rowsRejected: 2,
    });
  });
});

test('no row makes it throw, and each is told or complained about', () => {
  const cell = fc.oneof(
    fc.constant(null),
    fc.string(),
    fc.string({ unit: 'binary' }),
    fc.integer().map(String),
    fc.double().map(String),
    fc.date({ noInvalidDate: true }).map((date) => date.toISOString()),
    fc.constantFrom(
      ...rowStates,
      'infinity',
      '-infinity',
      '2026-03-02 24:00:00',
      '0001-01-01 00:00:00 BC',
      '9'.repeat(400),
    ),
  );
  const row = fc.record(Object.fromEntries(Object.keys(good).map((name) => [name, cell])));
  fc.assert(
    fc.property(row, fc.boolean(), (cells, isGood) => {
      const result = readRow(
        isGood ? { ...good, ...Object.fromEntries(Object.entries(cells).slice(3)) } : cells,
        mapping,
        nowMs,
      );
      expect(result.reading !== undefined || result.problems.length > 0 || result.isPending !== undefined).toBe(true);
      for (const problem of result.problems) expect(problemWords(problem)).toMatch(/^\w+ (?:is empty|holds ")/);
      const advice =
        result.reading === undefined ? [] : eventsOf(result.reading, { ...mapping, lastStage: 'load' }, nowMs);
      expect(requestOf({ name: 'dwh', table: 'log' }, result, advice, { cursor: '1', nowMs }).length).toBeGreaterThan(
        0,
      );
    }),
  );
});

test.each([
  ['production', 'production'],
  [undefined, undefined],
])('runs are of the environment that the settings name: %s', (environment, expected) => {
  const result = readRow(good, mapping, nowMs);
  const advice = result.reading === undefined ? [] : eventsOf(result.reading, mapping, nowMs);
  const body = requestOf({ name: 'dwh', table: 'log', environment }, result, advice, { cursor: '1', nowMs });
  const { resourceLogs } = requestTypes.logs.toObject(requestTypes.logs.decode(body)) as {
    readonly resourceLogs: readonly [
      { readonly resource: { readonly attributes: readonly { key: string; value: { stringValue: string } }[] } },
    ];
  };
  const own = new Map(resourceLogs[0].resource.attributes.map(({ key, value }) => [key, value.stringValue]));
  expect(own.get('service.name')).toBe(result.reading?.pipeline);
  expect(own.get('deployment.environment.name')).toBe(expected);
});

test.each<[column: string, value: string, ended: string | null, state: string]>([
  ['is_failed', '0', null, 'running'],
  ['success', 'false', null, 'running'],
  ['success', 'f', '1900-01-01 00:00:00', 'running'],
  ['success', 'true', null, 'succeeded'],
  ['has_error', '1', null, 'failed'],
  ['is_failed', '0', '2026-03-02 03:10:00', 'succeeded'],
  ['unsuccessful', '1', '2026-03-02 03:10:00', 'failed'],
  ['NotFailed', '1', '2026-03-02 03:10:00', 'succeeded'],
  ['no_errors', '0', '2026-03-02 03:10:00', 'failed'],
  ['notification_failed', '1', '2026-03-02 03:10:00', 'failed'],
  ['error_no', '0', '2026-03-02 03:10:00', 'succeeded'],
  ['ErrNo', '1', '2026-03-02 03:10:00', 'failed'],
])('a flag %s of %s, its end %s: %s', (column, value, ended, state) => {
  const { reading } = read({ [column]: value, ended }, { columns: { ...mapping.columns, state: column }, states: {} });
  expect(reading?.end?.state ?? 'running').toBe(state);
});

test.each(['None', 'n/a', 'No errors.', '0', '--'])('an end without a state, its error "%s", went well', (err) => {
  const { state: _state, ...columns } = mapping.columns;
  expect(read({ err }, { columns }).reading?.end?.state).toBe('succeeded');
});
