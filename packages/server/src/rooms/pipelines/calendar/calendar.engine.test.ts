import { runIdAt } from '@sightglass/model';
import { pipelineCalendar, runHours, runPage } from '@sightglass/model/rest';
import { afterAll, beforeAll, expect, test } from 'vitest';
import type { z } from 'zod';
import { allReceivedAt } from '../../../reception/reception-time.ts';
import { startTestApi, type TestApi } from '../../_api.ts';
import { type EventAttributes, eventsRequest, lifecycleEvent, runEvents, type TestRun } from '../../runs/_runs.ts';
import { missedEvent } from '../missed-event.ts';
import { nothingDeclared } from '../plan-view.ts';

const at = (text: string): number => Date.parse(`2026-${text}Z`);
const nowMs = at('11-03T12:00:00');
let api: TestApi;
const shop = { pipeline: 'orders', namespace: 'shop' };
const runAt = (time: string, more: Partial<TestRun> = {}): TestRun => ({
  runId: runIdAt(at(time)),
  startedAtMs: at(time),
  rows: 5,
  ...shop,
  ...more,
});

beforeAll(async () => {
  api = await startTestApi(() => allReceivedAt(nowMs));
  const first = runAt('10-24T00:30:00');
  const declared = lifecycleEvent('runStarted', first.startedAtMs, {
    runId: first.runId,
    pipelineName: 'orders',
    pipelineNamespace: 'shop',
    pipelineSchedule: '30 2 * * *',
    pipelineTimeZone: 'Europe/Berlin',
  });
  const runs = [
    first,
    // The hour that the clocks show twice.
    runAt('10-25T00:30:00'),
    runAt('10-25T01:30:00', { state: 'failed' }),
    runAt('11-01T01:30:00', { pipeline: 'other', state: 'failed' }),
  ];
  const missed = { ...nothingDeclared, ...shop, name: 'orders', schedule: '30 2 * * *', lastStartedAtMs: 0 };
  await api.engine.insert('logs', [
    eventsRequest([declared, ...runs.flatMap(runEvents)]),
    missedEvent(missed, { dueAtMs: at('10-26T01:30:00'), nowMs: at('10-26T02:00:00'), environment: null }),
  ]);
});
afterAll(() => api[Symbol.asyncDispose]());

const get = async <Shape extends z.ZodType>(shape: Shape, url: string): Promise<z.output<Shape>> =>
  shape.parse((await api.app.inject(`/api/v1/${url}`)).json());

const range = 'from=2026-10-23T22:00:00Z&to=2026-10-29T12:00:00Z&timeZone=Europe/Berlin';

test('a calendar has every day of the zone, the worst of each, and what is not known', async () => {
  const { days } = await get(pipelineCalendar, `pipelines/shop/orders/calendar?${range}`);
  expect(days.map(({ date, runs, missed, shown }) => [date.slice(5), runs, missed, shown.id])).toEqual([
    ['10-24', 1, 0, 'succeeded'],
    ['10-25', 2, 0, 'failed'],
    ['10-26', 0, 1, 'missed'],
    ['10-27', 0, 0, 'unknown'],
    ['10-28', 0, 0, 'unknown'],
    ['10-29', 0, 0, 'unknown'],
  ]);
});

test('hours of the week are those of the zone, and lead to their runs', async () => {
  const { items } = await get(runHours, `run-hours?${range}&namespace=shop&pipeline=orders`);
  expect(items).toEqual([
    { weekHour: 'mon-02', runs: 0, unwell: 1, medianMs: null },
    { weekHour: 'sat-02', runs: 1, unwell: 0, medianMs: 30_000 },
    { weekHour: 'sun-02', runs: 2, unwell: 1, medianMs: 30_000 },
  ]);
  for (const { weekHour, runs, unwell } of items) {
    const { items: listed } = await get(runPage, `runs?${range}&namespace=shop&pipeline=orders&weekHour=${weekHour}`);
    expect(listed.length, weekHour).toBe(runs + (weekHour === 'mon-02' ? unwell : 0));
  }
  const inUtc = await get(runHours, 'run-hours?from=2026-10-25&to=2026-10-26');
  expect(inUtc.items.map(({ weekHour }) => weekHour)).toEqual(['sun-00', 'sun-01']);
});

test('without a range the last months count, of all pipelines where none is named', async () => {
  const { items } = await get(runHours, 'run-hours');
  expect(items.reduce((sum, { runs }) => sum + runs, 0)).toBe(4);
  const { days } = await get(pipelineCalendar, 'pipelines/shop/other/calendar');
  expect(days).toHaveLength(183);
  expect(days.filter(({ shown }) => shown.id !== 'before').map(({ date }) => date.slice(5))).toEqual([
    '11-01',
    '11-02',
    '11-03',
  ]);
});

test.each([
  ['run-hours?timeZone=Berlin', 400, 'did you mean Europe/Berlin?'],
  ['run-hours?from=2020-01-01', 400, 'longer than 400 days'],
  ['run-hours?from=2026-01-02&to=2026-01-01', 400, 'ends before it begins'],
  ['runs?weekHour=monday', 400, 'mon-02'],
  ['pipelines/shop/nothing/calendar', 404, 'nothing'],
])('%s is refused with %i', async (url, status, words) => {
  const response = await api.app.inject(`/api/v1/${url}`);
  expect([response.statusCode, response.body]).toEqual([status, expect.stringContaining(words)]);
});

test('a day is in doubt where its run is, be it one of the newest or an older one', async () => {
  const named = (time: string) => ({ runId: runIdAt(at(time)), pipelineName: 'loads', pipelineNamespace: 'doubts' });
  const run = (time: string, stages: Readonly<Record<string, EventAttributes>>) => {
    const own = named(time);
    return [
      lifecycleEvent('runStarted', at(time), own),
      ...Object.entries(stages).flatMap(([stageName, rows], index) => {
        const stage = { ...own, stageName, stageId: `${index}`.padEnd(16, 'a') };
        return [
          lifecycleEvent('stageStarted', at(time) + index, stage),
          lifecycleEvent('stageFinished', at(time) + index + 1, { ...stage, stageState: 'succeeded', ...rows }),
        ];
      }),
      lifecycleEvent('runFinished', at(time) + 100, { ...own, runState: 'succeeded' }),
    ];
  };
  const well = { rowsRead: 9, rowsWritten: 9 };
  const extract = well;
  const kinds = (month: string) => [
    run(`${month}-01T02:00:00`, { extract, load: { rowsRead: 9, rowsRejected: 9, rowsWritten: 0 } }),
    run(`${month}-02T02:00:00`, { extract, load: { rowsRead: 9, rowsWritten: 7 } }),
    run(`${month}-03T02:00:00`, { extract, audit: { stageState: 'failed' } }),
    run(`${month}-04T02:00:00`, { extract, load: well }),
  ];
  // Only the newest thirty are in the memory; of those more is known.
  const newest = Array.from({ length: 26 }, (_, index) =>
    run(`10-${String(index + 6).padStart(2, '0')}T02:00:00`, { load: well }),
  );
  await api.engine.insert('logs', [
    eventsRequest(
      [
        ...kinds('07'),
        ...newest,
        ...kinds('11').slice(0, 2),
        ...run('11-02T03:00:00', { extract, load: { rowsRead: 5, rowsWritten: 5 } }),
      ].flat(),
    ),
  ]);
  const { days } = await get(pipelineCalendar, 'pipelines/doubts/loads/calendar?from=2026-07-01&to=2026-11-03');
  const shown = (date: string) => days.find((day) => day.date.endsWith(date))?.shown.id;
  expect(['07-01', '07-02', '07-03', '07-04'].map(shown)).toEqual(['doubtful', 'doubtful', 'doubtful', 'succeeded']);
  expect(['10-06', '11-01', '11-02'].map(shown)).toEqual(['succeeded', 'doubtful', 'doubtful']);
  expect(days.find((day) => day.date.endsWith('11-02'))?.words).toBe('2 runs: 2 succeeded, 2 to be checked');
});
