import { randomUUID } from 'node:crypto';
import { attributes, events, type AttributeKey, type EventKey, type RunState } from '@sightglass/model';
import { expect, it } from 'vitest';
import { attributesOf, logsRequest, text } from '../packages/server/src/wire/_sample.ts';
import { logCount, runDetail, runsOf } from './_api.ts';
import { untilLoaded } from './_load.ts';
import { until } from './_processes.ts';
import { createDataDir, startServerProcess } from './_server.ts';

const hourMs = 3_600_000;
/** Long enough for a busy machine to show the run as running before it is lost. */
const heartbeatMs = 4_000;

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

type Post = (records: readonly object[], key?: string) => Promise<void>;

/** Runs that are not heard of any more are lost, until their ends arrive after all. */
const fallSilent = async (url: string, post: Post): Promise<void> => {
  const runs = clocks.map(({ skewMs }) => ({ runId: randomUUID(), startedAtMs: Date.now() + skewMs }));
  for (const { runId, startedAtMs } of runs) {
    const key = randomUUID();
    for (let attempt = 0; attempt < 3; attempt += 1) await post(eventsOf(runId, startedAtMs, false), key);
  }
  const areAll = async (state: RunState): Promise<boolean> => {
    const found = await runsOf(url, 'clock');
    return runs.every((run) => found.find(({ runId }) => runId === run.runId)?.state === state);
  };
  await until('the runs are running', () => areAll('running'));
  await until('the silent runs are lost', () => areAll('lost'));
  for (const { runId, startedAtMs } of runs) {
    expect(await logCount(url, `runId=${runId}`)).toBe(5);
    await post(eventsOf(runId, startedAtMs, true).slice(-1));
  }
  await until('the late ends count', () => areAll('succeeded'));
  for (const { runId } of runs) expect((await runDetail(url, runId)).state).toBe('succeeded');
};

it('folds runs right whatever the clock of the sender and the order of its events', async () => {
  await using dataDir = await createDataDir();
  await using server = await startServerProcess(dataDir.path);
  const post: Post = async (records, key = randomUUID()) => {
    const headers = { 'content-type': 'application/x-protobuf', 'idempotency-key': key };
    const answer = await fetch(`${server.url}/v1/logs`, {
      method: 'POST',
      headers,
      body: Buffer.from(logsRequest(records)),
    });
    expect(answer.status).toBe(200);
  };

  const silent = fallSilent(server.url, post);
  silent.catch(() => {});
  const sent = clocks.flatMap(({ name: clock, skewMs }) =>
    orders.map(({ name: order, arrange }) => {
      const [runId, startedAtMs] = [randomUUID(), Date.now() + skewMs];
      const records = arrange(eventsOf(runId, startedAtMs, true));
      return { name: `${clock}, ${order}`, skewMs, runId, startedAtMs, records };
    }),
  );
  for (const { records } of sent) for (const record of records) await post([record]);
  await untilLoaded(server.url);
  for (const { name, skewMs, runId, startedAtMs, records } of sent) {
    const run = await runDetail(server.url, runId);
    const rows = { read: 100, written: 90, rejected: 10 };
    expect(run, name).toMatchObject({
      state: 'succeeded',
      durationMs: 1_000,
      balanced: true,
      stages: [{ name: 'load', state: 'succeeded', rows }],
    });
    // A clock ahead is held against the arrival; one behind may be a late delivery.
    const correctedMs = skewMs > 0 ? startedAtMs - skewMs : startedAtMs;
    expect(Math.abs(Date.parse(run.startedAt) - correctedMs), name).toBeLessThan(skewMs > 0 ? 60_000 : 1);
    expect(await logCount(server.url, `runId=${runId}`), name).toBe(records.length);
  }
  await silent;
});
