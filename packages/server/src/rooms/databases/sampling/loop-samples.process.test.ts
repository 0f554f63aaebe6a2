import type { DatabaseSample } from '@sightglass/model/rest';
import pg from 'pg';
import { expect, test } from 'vitest';
import { readTarget } from '@sightglass/probes';
import { startPostgresServer } from '../../../../../../examples/flights/src/warehouse/postgres/server.ts';
import { requestTypes } from '../../../wire/messages.ts';
import { blockerEvent } from './blocker-event.ts';
import { startSampling } from './loop-samples.ts';

const traceId = '0af7651916cd43dd8448eb211c80319c';
const spanId = 'b7ad6b7169203331';

interface LogsRequest {
  readonly resourceLogs: readonly {
    readonly scopeLogs: readonly {
      readonly logRecords: readonly {
        readonly eventName: string;
        readonly body: { readonly stringValue: string };
        readonly traceId: string;
        readonly spanId: string;
      }[];
    }[];
  }[];
}
interface MetricsRequest {
  readonly resourceMetrics: readonly {
    readonly scopeMetrics: readonly { readonly metrics: readonly { name: string }[] }[];
  }[];
}

test('figures become metrics, and a blocker is told in the trace of the run it works for', async () => {
  await using postgres = await startPostgresServer();
  const session = async (name: string) => {
    const client = new pg.Client({ connectionString: postgres.url, application_name: name });
    await client.connect();
    return client;
  };
  const [run, other] = [await session(`sg 00-${traceId}-${spanId}-01`), await session('nightly')];
  await run.query('CREATE TABLE flights (id int); INSERT INTO flights VALUES (1)');
  await run.query('ANALYZE flights');
  await run.query('BEGIN; LOCK TABLE flights');
  const blocked = other.query('SELECT id FROM flights');

  const logs: LogsRequest[] = [];
  const metrics: MetricsRequest[] = [];
  const samples = new Map<string, DatabaseSample>();
  await using _sampling = startSampling({
    samples,
    databases: [
      { name: 'warehouse', target: readTarget(postgres.url), sampleMs: 300 },
      { name: 'not looked into', target: readTarget(postgres.url), sampleMs: undefined },
    ],
    emit: async (signal, request) => {
      const type = requestTypes[signal];
      const decoded = type.toObject(type.decode(request), { bytes: String });
      if (signal === 'logs') logs.push(decoded as unknown as LogsRequest);
      else metrics.push(decoded as unknown as MetricsRequest);
    },
    onError: (error) => expect.unreachable(String(error)),
  });
  await expect.poll(() => logs.length, { timeout: 60_000 }).toBeGreaterThan(0);
  const [record] = logs[0]?.resourceLogs[0]?.scopeLogs[0]?.logRecords ?? [];
  expect(record).toMatchObject({
    eventName: 'pipeline.dependency.blocker.found',
    body: {
      stringValue: expect.stringMatching(
        /^warehouse: session \d+ .*, idle in transaction, has kept \d+ \(nightly\) waiting/,
      ),
    },
    traceId: Buffer.from(traceId, 'hex').toString('base64'),
    spanId: Buffer.from(spanId, 'hex').toString('base64'),
  });
  const names = metrics[0]?.resourceMetrics[0]?.scopeMetrics[0]?.metrics.map(({ name }) => name);
  expect(names).toEqual([
    'pipeline.dependency.connections',
    'pipeline.dependency.connections.max',
    'pipeline.dependency.sessions.blocked',
    'pipeline.dependency.transaction.oldest',
    'pipeline.dependency.commits',
    'pipeline.dependency.rollbacks',
    'pipeline.dependency.deadlocks',
    'pipeline.dependency.table.size',
    'pipeline.dependency.table.rows',
  ]);
  expect(samples.get('warehouse')?.sections.tables).toMatchObject([{ relation: 'flights' }]);
  expect(samples.get('not looked into')).toBe(undefined);
  await run.query('ROLLBACK');
  await blocked;
  await Promise.all([run.end(), other.end()]);
});

test('a run that waits for somebody who is none is told who it waits for, in its own trace', () => {
  const row = {
    blocker_pid: 7,
    blocker_application: 'nightly-reindex',
    blocked_pid: 8,
    blocked_application: `sg 00-${traceId}-${spanId}-01`,
  };
  const decoded = requestTypes.logs.toObject(requestTypes.logs.decode(blockerEvent('warehouse', row, 0)), {
    bytes: String,
  });
  expect((decoded as unknown as LogsRequest).resourceLogs[0]?.scopeLogs[0]?.logRecords[0]).toMatchObject({
    traceId: Buffer.from(traceId, 'hex').toString('base64'),
  });
});
