import { attributes } from '@sightglass/model';
import { describe, expect, it } from 'vitest';
import { observe } from '../../testing/observe.ts';
import type { OtlpServer } from '../../testing/otlp-server.ts';

const highest = (server: OtlpServer, stage: string, name: string): number =>
  Math.max(
    ...server
      .events()
      .filter(({ event, attributes: own }) => event !== 'pipeline.rows.rejected' && own[attributes.stageName] === stage)
      .map(({ attributes: own }) => Number(own[name] ?? 0)),
  );
const run = (server: OtlpServer) => server.events('pipeline.run.finished')[0]?.attributes ?? {};

const load = (end: string) => `
  await pipeline('p').run((run) => run.transaction(async (transaction) => {
    run.stage('extract', { inputs: [] }, (s) => { s.rows.read(9); s.rows.written(9); });
    await run.stage('load', { inputs: ['extract'], transaction }, async (s) => { s.rows.read(9); s.rows.written(9); });
    ${end}
  })).catch(() => undefined);`;

describe('a transaction around several stages', () => {
  it('makes what a stage wrote final when it is committed, after the stage', async () => {
    await using seen = await observe(load(''));
    const [finished] = seen.server.events('pipeline.stage.finished').slice(-1);
    expect(finished?.attributes).toMatchObject({ [attributes.rowsRead]: 9, [attributes.rowsWritten]: 0 });
    expect(highest(seen.server, 'load', attributes.rowsWritten)).toBe(9);
    expect(seen.server.logs().some(({ body }) => body === 'load committed: 9 written')).toBe(true);
    expect(run(seen.server)).toMatchObject({ [attributes.rowsWritten]: 9, [attributes.runBalanced]: true });
  });

  it.each([
    ['rolled back', `throw new Error('deadlock');`, 'failed'],
    ['open when the process ends', 'process.exit(0);', 'aborted'],
  ])('%s: nothing was written', async (_name, end, state) => {
    await using seen = await observe(load(end));
    expect(run(seen.server)).toMatchObject({
      [attributes.runState]: state,
      [attributes.rowsRead]: 9,
      [attributes.rowsWritten]: 0,
    });
    expect(highest(seen.server, 'load', attributes.rowsRead)).toBe(9);
    expect(highest(seen.server, 'load', attributes.rowsWritten)).toBe(0);
    expect(highest(seen.server, 'extract', attributes.rowsWritten)).toBe(9);
  });
});

it('a transaction for each batch: the batch that was rolled back does not count', async () => {
  await using seen = await observe(`
    await pipeline('p').run((run) => run.stage('load', { inputs: [] }, async (stage) => {
      for (const batch of [1, 2, 3]) {
        stage.rows.read(10);
        await stage.transaction(async () => {
          stage.rows.written(10);
          if (batch === 2) throw new Error('deadlock');
        }).catch(() => stage.rows.rejected(10, 'deadlock'));
      }
    }));`);
  expect(run(seen.server)).toMatchObject({
    [attributes.rowsRead]: 30,
    [attributes.rowsWritten]: 20,
    [attributes.rowsRejected]: 10,
    [attributes.runBalanced]: true,
  });
});

it('bodies run all the same when the SDK is off', async () => {
  await using seen = await observe(
    `console.log(await pipeline('p').run((run) => run.transaction((transaction) =>
       run.stage('load', { transaction }, (stage) => stage.transaction(() => transaction.state)))));`,
    { SIGHTGLASS_SDK_DISABLED: 'true' },
  );
  expect(seen.result).toMatchObject({ code: 0, stdout: 'open\n' });
});
