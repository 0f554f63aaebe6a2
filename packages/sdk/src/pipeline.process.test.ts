import { attributes } from '@sightglass/model';
import { describe, expect, it } from 'vitest';
import { startOtlpServer } from '../testing/otlp-server.ts';
import { createWorkspace } from '../testing/run-program.ts';

describe('a run', () => {
  it('arrives as lifecycle events, spans and logs', async () => {
    await using server = await startOtlpServer();
    await using workspace = await createWorkspace();
    const result = await workspace.run(
      `import { pipeline } from '@sightglass/sdk';
       const answer = await pipeline('orders', { namespace: 'shop', owner: 'sales', deadline: '04:00' }).run(async (run) => {
         await run.stage('extract', { inputs: [] }, async (stage) => {
           stage.rows.read(10);
           stage.rows.written(10);
           run.log.info('file read', { file: 'a.csv' });
         });
         return run.stage('load', async (stage) => {
           stage.rows.read(10);
           stage.rows.written(8);
           stage.rows.rejected(2, 'bad_date');
           return 42;
         });
       });
       console.log('answer', answer);`,
      { SIGHTGLASS_URL: server.url },
    );
    expect(result.stderr).toContain('✓ Succeeded  orders  rejected 20%');
    expect(result).toMatchObject({ code: 0, signal: null });
    expect(result.stdout).toContain('answer 42');
    expect(server.events().map(({ event }) => event)).toEqual([
      'pipeline.run.started',
      'pipeline.stage.started',
      'pipeline.stage.finished',
      'pipeline.stage.started',
      'pipeline.rows.rejected',
      'pipeline.stage.finished',
      'pipeline.run.finished',
    ]);
    const [finished] = server.events('pipeline.run.finished');
    expect(finished?.attributes).toMatchObject({
      [attributes.pipelineName]: 'orders',
      [attributes.pipelineNamespace]: 'shop',
      [attributes.runState]: 'succeeded',
      [attributes.runBalanced]: true,
      [attributes.rowsRead]: 10,
      [attributes.rowsWritten]: 8,
      [attributes.rowsRejected]: 2,
    });
    const spans = server.spans();
    expect(spans.map(({ name }) => name)).toEqual(['extract', 'load', 'orders']);
    const root = spans.find(({ name }) => name === 'orders');
    expect(spans[0]).toMatchObject({ traceId: root?.traceId, parentSpanId: root?.spanId });
    const log = server.logs().find(({ body }) => body === 'file read');
    expect(log).toMatchObject({
      traceId: root?.traceId,
      spanId: spans[0]?.spanId,
      attributes: { file: 'a.csv', [attributes.stageName]: 'extract' },
    });
  });
});
