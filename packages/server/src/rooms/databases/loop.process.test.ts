import { afterAll, beforeAll, expect, test } from 'vitest';
import { readTarget } from '@sightglass/probes';
import {
  startPostgresServer,
  type PostgresServer,
} from '../../../../../examples/flights/src/warehouse/postgres/server.ts';
import { requestTypes } from '../../wire/messages.ts';
import { watchDatabases } from './loop.ts';

let postgres: PostgresServer;
beforeAll(async () => {
  postgres = await startPostgresServer();
});
afterAll(() => postgres[Symbol.asyncDispose]());

interface EmittedRecord {
  readonly event: string;
  readonly body: string;
  readonly attributes: Readonly<Record<string, string>>;
}

interface Record_ {
  readonly eventName: string;
  readonly body: { readonly stringValue: string };
  readonly attributes: readonly { readonly key: string; readonly value: { readonly stringValue?: string } }[];
}

const forgetful = { recall: async () => undefined, remember: async () => undefined };

const read = (request: Uint8Array): EmittedRecord => {
  const message = requestTypes.logs.toObject(requestTypes.logs.decode(request)) as {
    resourceLogs: { scopeLogs: { logRecords: Record_[] }[] }[];
  };
  const record = message.resourceLogs[0]?.scopeLogs[0]?.logRecords[0];
  if (record === undefined) throw new Error('nothing was said');
  return {
    event: record.eventName,
    body: record.body.stringValue,
    attributes: Object.fromEntries(record.attributes.map(({ key, value }) => [key, value.stringValue ?? ''])),
  };
};

test('a database is up, killed, down, started again and up; every attempt and every change is told', async () => {
  const kept: EmittedRecord[] = [];
  const keys: string[] = [];
  await using watch = await watchDatabases({
    memory: forgetful,
    databases: [
      { name: 'warehouse', target: readTarget(postgres.url), intervalMs: 300, timeoutMs: 30_000, slowMs: 60_000 },
    ],
    emit: async (logs, key) => {
      keys.push(key);
      kept.push(read(logs));
    },
    onError: (error) => expect.unreachable(String(error)),
  });
  const state = () => watch.list()[0]?.state;
  expect(watch.list()[0]).toMatchObject({ name: 'warehouse', state: 'unknown', lastCheck: null, recentChecks: [] });
  await expect.poll(state, { timeout: 60_000 }).toBe('up');
  await postgres.crash();
  await expect.poll(state, { timeout: 60_000 }).toBe('down');
  expect(watch.list()[0]).toMatchObject({
    lastCheck: { ok: false, error: { class: expect.stringMatching(/refused|reset|shutting-down|starting-up/) } },
  });
  await postgres.restart();
  await expect.poll(state, { timeout: 60_000 }).toBe('up');

  const changes = kept.filter(({ event }) => event === 'pipeline.dependency.state.changed');
  expect(changes.map(({ attributes }) => attributes['pipeline.dependency.state'])).toEqual(
    expect.arrayContaining(['up', 'degraded', 'down']),
  );
  const checks = kept.filter(({ event }) => event === 'pipeline.dependency.checked');
  expect(checks.length).toBeGreaterThanOrEqual(watch.list()[0]?.recentChecks.length ?? Number.NaN);
  expect(checks[0]).toMatchObject({
    attributes: { 'pipeline.dependency.name': 'warehouse', 'pipeline.dependency.state': 'up' },
  });
  expect(new Set(keys).size).toBe(keys.length);
  expect(JSON.stringify(kept)).not.toContain(new URL(postgres.url).password);
});

test('a change that could not be reported is reported with a later check', async () => {
  const kept: EmittedRecord[] = [];
  const refused: unknown[] = [];
  let isFull = true;
  await using watch = await watchDatabases({
    memory: forgetful,
    databases: [
      {
        name: 'away',
        target: readTarget('postgres://u@127.0.0.1:1/x'),
        intervalMs: 100,
        timeoutMs: 5_000,
        slowMs: 60_000,
      },
    ],
    emit: async (logs) => {
      if (isFull) throw new Error('the spool is full');
      kept.push(read(logs));
    },
    onError: (error) => void refused.push(error),
  });
  await expect.poll(() => watch.list()[0]?.state, { timeout: 60_000 }).toBe('down');
  isFull = false;
  const changes = () => kept.filter(({ event }) => event === 'pipeline.dependency.state.changed');
  await expect.poll(() => changes().length, { timeout: 60_000 }).toBeGreaterThan(0);
  expect(changes().map(({ body }) => body.replace(/:.*/s, ''))).toEqual(['away is down, was unknown']);
  expect(refused.length).toBeGreaterThan(0);
});

test('disposed, it gives up what it is asking at once', async () => {
  const watch = await watchDatabases({
    memory: forgetful,
    databases: [
      {
        name: 'away',
        target: readTarget('postgres://u:p@192.0.2.1/x'),
        intervalMs: 1_000,
        timeoutMs: 60_000,
        slowMs: 1_000,
      },
    ],
    emit: () => Promise.reject(new Error('nothing is to be said')),
    onError: (error) => expect.unreachable(String(error)),
  });
  await watch[Symbol.asyncDispose]();
  expect(watch.list()[0]?.state).toBe('unknown');
});
