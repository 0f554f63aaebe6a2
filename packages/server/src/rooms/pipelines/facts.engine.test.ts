import { afterAll, beforeAll, expect, test } from 'vitest';
import { startTestEngine, type TestEngine } from '../../engine/_engine.ts';
import { type EventAttributes, eventsRequest, lifecycleEvent } from '../runs/_runs.ts';
import { createPipelineReader } from './facts.ts';

let engine: TestEngine;
beforeAll(async () => void (engine = await startTestEngine()));
afterAll(() => engine[Symbol.asyncDispose]());

const at = (text: string): number => Date.parse(`2026-03-${text}Z`);

interface Given {
  readonly startedAt: string;
  readonly arrivedAt?: string;
  readonly declared?: EventAttributes;
}

const insertRuns = async (pipelineName: string, runs: readonly Given[]): Promise<void> => {
  for (const { startedAt, arrivedAt = startedAt, declared = {} } of runs) {
    const own = { runId: `${pipelineName} ${startedAt}`, pipelineName };
    const events = [
      lifecycleEvent('runStarted', at(startedAt), { ...own, ...declared }),
      lifecycleEvent('runHeartbeat', at(startedAt) + 10_000, own),
      lifecycleEvent('runFinished', at(startedAt) + 20_000, { ...own, runState: 'succeeded' }),
    ];
    await engine.insert('logs', [eventsRequest(events)], { receivedAt: new Date(at(arrivedAt) + 20_000) });
  }
};

const scheduleOf = async (pipelineName: string) => {
  const scheduled = await createPipelineReader(engine.telemetry).scheduled();
  const found = scheduled.find(({ name }) => name === pipelineName);
  return found === undefined ? null : [found.schedule, new Date(found.lastStartedAtMs).toISOString().slice(8, 19)];
};
const nightly = { pipelineSchedule: '0 2 * * *' };

test.each<[string, Given[], string[] | null]>([
  ['declared once', [{ startedAt: '01T02:00:00', declared: nightly }], ['0 2 * * *', '01T02:00:00']],
  ['taken back', [{ startedAt: '01T02:00:00', declared: nightly }, { startedAt: '02T02:00:00' }], null],
  ['taken back the same day', [{ startedAt: '01T02:00:00', declared: nightly }, { startedAt: '01T12:00:00' }], null],
  [
    'empty',
    [
      { startedAt: '01T02:00:00', declared: nightly },
      { startedAt: '02T02:00:00', declared: { pipelineSchedule: ' ' } },
    ],
    null,
  ],
  [
    'taken back and declared again',
    [
      { startedAt: '01T02:00:00', declared: nightly },
      { startedAt: '02T02:00:00' },
      { startedAt: '03T02:00:00', declared: { pipelineSchedule: '0 3 * * *' } },
    ],
    ['0 3 * * *', '03T02:00:00'],
  ],
  [
    'declared by an earlier run that arrived later',
    [{ startedAt: '02T02:00:00' }, { startedAt: '01T02:00:00', arrivedAt: '03T00:00:00', declared: nightly }],
    null,
  ],
  [
    'declared by a run that went on after midnight',
    [{ startedAt: '01T23:59:55', declared: { pipelineSchedule: '59 23 * * *' } }],
    ['59 23 * * *', '01T23:59:55'],
  ],
  ['never declared', [{ startedAt: '01T02:00:00' }], null],
])('a schedule that was %s', async (name, runs, expected) => {
  await insertRuns(name, runs);
  expect(await scheduleOf(name)).toEqual(expected);
});
