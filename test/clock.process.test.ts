import { randomUUID } from 'node:crypto';
import { attributes, events, type AttributeKey, type EventKey } from '@sightglass/model';
import { expect, it } from 'vitest';
import { attributesOf, logsRequest, text } from '../packages/server/src/wire/_sample.ts';
import { logCount, runDetail } from './_api.ts';
import { untilLoaded } from './_load.ts';
import { until } from './_processes.ts';
import { createDataDir, startServerProcess } from './_server.ts';

const hourMs = 3_600_000;
/** Long enough for a busy machine to show the run as running before it is lost. */
const heartbeatMs = 5_000;

type Values = Partial<Record<AttributeKey, string | number | boolean>>;

const event = (key: EventKey, atMs: number, values: Values): object => ({
  timeUnixNano: `${BigInt(atMs) * 1_000_000n}`,
  eventName: events[key].name,
  body: text(events[key].description),
  attributes: attributesOf(
    Object.fromEntries(Object.entries(values).map(([name, value]) => [attributes[name as AttributeKey], value])),
  ),
});

/** Events of a run by a sender whose clock says `startedAtMs` when it starts; unfinished runs end with a heartbeat. */
const eventsOf = (runId: string, startedAtMs: number, isFinished: boolean): object[] => {
  const run: Values = {
    runId,
    pipelineName: 'clock',
    pipelineNamespace: 'tests',
    runStartedAt: new Date(startedAtMs).toISOString(),
  };
  const stage: Values = { ...run, stageName: 'load', stageId: '00f067aa0ba902b7' };
  return [
    event('runStarted', startedAtMs, { ...run, runHeartbeatIntervalMs: heartbeatMs }),
    event('stageStarted', startedAtMs + 100, stage),
    event('stageProgress', startedAtMs + 200, { ...stage, rowsRead: 40, rowsWritten: 40 }),
    event('runHeartbeat', startedAtMs + 500, run),
    event('stageFinished', startedAtMs + 800, {
      ...stage,
      stageState: 'succeeded',
      stageDurationMs: 700,
      rowsRead: 100,
      rowsWritten: 90,
      rowsRejected: 10,
    }),
    ...(isFinished
      ? [event('runFinished', startedAtMs + 1_000, { ...run, runState: 'succeeded', runDurationMs: 1_000 })]
      : []),
  ];
};

const clocks = [
  { name: 'right', skewMs: 0 },
  { name: 'two hours ahead', skewMs: 2 * hourMs },
  { name: 'two hours behind', skewMs: -2 * hourMs },
];
const orders = [
  { name: 'in order', arrange: (all: object[]) => all },
  { name: 'reversed', arrange: (all: object[]) => all.toReversed() },
  { name: 'doubled', arrange: (all: object[]) => [...all, ...all] },
];

it('folds runs right whatever the clock of the sender and the order of its events', async () => {
  await using dataDir = await createDataDir();
  await using server = await startServerProcess(dataDir.path);
  const post = async (records: readonly object[], key: string = randomUUID()): Promise<void> => {
    const headers = { 'content-type': 'application/x-protobuf', 'idempotency-key': key };
    const answer = await fetch(`${server.url}/v1/logs`, {
      method: 'POST',
      headers,
      body: Buffer.from(logsRequest(records)),
    });
    expect(answer.status).toBe(200);
  };

  for (const { name: clock, skewMs } of clocks) {
    for (const { name: order, arrange } of orders) {
      const runId = randomUUID();
      const startedAtMs = Date.now() + skewMs;
      const records = arrange(eventsOf(runId, startedAtMs, true));
      for (const record of records) await post([record]);
      await untilLoaded(server.url);
      const run = await runDetail(server.url, runId);
      const rows = { read: 100, written: 90, rejected: 10 };
      expect(run, `${clock}, ${order}`).toMatchObject({
        state: 'succeeded',
        durationMs: 1_000,
        balanced: true,
        stages: [{ name: 'load', state: 'succeeded', rows }],
      });
      // A clock ahead is held against the arrival; one behind may be a late delivery.
      const correctedMs = skewMs > 0 ? startedAtMs - skewMs : startedAtMs;
      expect(Math.abs(Date.parse(run.startedAt) - correctedMs), `${clock}, ${order}`).toBeLessThan(
        skewMs > 0 ? 60_000 : 1,
      );
      expect(await logCount(server.url, `runId=${runId}`), `${clock}, ${order}`).toBe(records.length);
    }
  }

  const silence = async ({ name, skewMs }: (typeof clocks)[number]): Promise<void> => {
    const runId = randomUUID();
    const startedAtMs = Date.now() + skewMs;
    const key = randomUUID();
    for (let attempt = 0; attempt < 3; attempt += 1) await post(eventsOf(runId, startedAtMs, false), key);
    await until(
      `the run of a clock ${name} is running`,
      async () => (await runDetail(server.url, runId).catch(() => undefined))?.state === 'running',
    );
    await until(
      `the silent run of a clock ${name} is lost`,
      async () => (await runDetail(server.url, runId)).state === 'lost',
    );
    expect(await logCount(server.url, `runId=${runId}`), name).toBe(5);
    await post(eventsOf(runId, startedAtMs, true).slice(-1));
    await until(
      `the late end of a clock ${name} counts`,
      async () => (await runDetail(server.url, runId)).state === 'succeeded',
    );
  };
  await Promise.all(clocks.map(silence));
}, 180_000);
