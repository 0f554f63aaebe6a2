import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { auditDdl } from '@sightglass/sdk';
import { Client } from 'pg';
import { expect, test, vi } from 'vitest';
import { createCliWorkspace } from '../packages/cli/testing/run-cli.ts';
import { startServe } from '../packages/cli/testing/run-server.ts';
import { createWorkspace, patient } from '../packages/sdk/testing/run-program.ts';
import { startTestPostgres } from '../packages/server/src/storage/state/_postgres.ts';
import { runDetail, runsOf } from './_api.ts';

const program = (url: string): string => `
  import pg from ${JSON.stringify(import.meta.resolve('pg'))};
  import { auditTo, pipeline } from '@sightglass/sdk';
  const pool = new pg.Pool({ connectionString: ${JSON.stringify(url)} });
  const orders = pipeline('orders', { namespace: 'sales', audit: auditTo(pool) });
  await orders.run(async (run) => {
    await run.stage('extract', { inputs: [] }, (s) => { s.rows.read(100); s.rows.written(100); });
    await run.stage('load', { inputs: ['extract'] }, (s) => { s.rows.read(100); s.rows.rejected(3, 'bad'); s.rows.written(95); });
  });
  await orders.run((run) => run.stage('extract', () => { throw new RangeError('page 8 is missing'); })).catch(() => undefined);
  await pool.end();`;

const seenBy = async (url: string) => {
  const runs = await runsOf(url, 'orders');
  const details = await Promise.all(runs.map(({ runId }) => runDetail(url, runId)));
  return details.map(
    ({
      runId,
      namespace,
      pipeline,
      state,
      rows,
      balanced,
      unexplained,
      failedStage,
      startedAt,
      host,
      failure,
      stages,
    }) => ({
      runId,
      namespace,
      pipeline,
      state,
      rows,
      balanced,
      unexplained,
      failedStage,
      startedAt,
      host,
      failure: failure?.message,
      stages: stages.map((stage) => ({
        stageId: stage.stageId,
        name: stage.name,
        state: stage.state,
        rows: stage.rows,
        balanced: stage.balanced,
      })),
    }),
  );
};

test('a server that has only the audit table shows the run as the one it was sent to', async () => {
  await using postgres = await startTestPostgres();
  const database = new Client({ connectionString: postgres.url });
  await database.connect();
  await database.query(auditDdl('postgres'));
  await using sent = await createCliWorkspace();
  await using read = await createCliWorkspace();
  const file = join(read.dir, 'sightglass.yaml');
  await writeFile(
    file,
    `auditTables: [{ name: dwh, url: "env:DWH", table: sightglass_audit, preset: sightglass, every: 1 s }]`,
  );
  const first = await startServe(sent);
  const second = await startServe(read, { args: ['--config', file], env: { DWH: postgres.url } });
  await using workspace = await createWorkspace();
  const { code, stderr } = await workspace.run(program(postgres.url), { ...patient, SIGHTGLASS_URL: first.url });
  expect(code, stderr).toBe(0);
  await vi.waitFor(
    async () => {
      const [expected, received] = [await seenBy(first.url), await seenBy(second.url)];
      expect(expected).toMatchObject([
        { state: 'failed', failedStage: 'extract', failure: 'page 8 is missing' },
        {
          state: 'succeeded',
          rows: { read: 100, written: 95, rejected: 3 },
          balanced: false,
          unexplained: { missing: 2 },
        },
      ]);
      expect(received).toEqual(expected);
    },
    { timeout: 60_000, interval: 1_000 },
  );
  await first.stop();
  await second.stop();
  await database.end();
});
