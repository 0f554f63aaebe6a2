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

const nightly = { pipelineSchedule: '0 2 * * *' };

const cases: readonly [name: string, runs: readonly Given[], expected: string[] | null][] = [
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
];

/** Each run in a segment of its own time of arrival, with those of the other pipelines that arrived then. */
beforeAll(async () => {
  const all = cases.flatMap(([pipelineName, runs]) => runs.map((run) => ({ pipelineName, ...run })));
  const byArrival = Map.groupBy(all, ({ startedAt, arrivedAt = startedAt }) => arrivedAt);
  for (const [arrivedAt, runs] of [...byArrival].toSorted(([one], [other]) => at(one) - at(other))) {
    const receivedAt = new Date(at(arrivedAt) + 20_000);
    await engine.insert('logs', [eventsRequest(runs.flatMap(eventsOf))], { receivedAt });
  }
});

const eventsOf = ({ pipelineName, startedAt, declared = {} }: Given & { readonly pipelineName: string }): object[] => {
  const own = { runId: `${pipelineName} ${startedAt}`, pipelineName };
  return [
    lifecycleEvent('runStarted', at(startedAt), { ...own, ...declared }),
    lifecycleEvent('runHeartbeat', at(startedAt) + 10_000, own),
    lifecycleEvent('runFinished', at(startedAt) + 20_000, { ...own, runState: 'succeeded' }),
  ];
};

test.each(cases)('a schedule that was %s', async (pipelineName, _runs, expected) => {
  const scheduled = await createPipelineReader(engine.telemetry).scheduled();
  const found = scheduled.find(({ name }) => name === pipelineName);
  const shown = found && [found.schedule, new Date(found.lastStartedAtMs).toISOString().slice(8, 19)];
  expect(shown ?? null).toEqual(expected);
});
