import { afterAll, beforeAll, describe, expect, test, vi } from 'vitest';
import { runPage, spanRuleList, type Run } from '@sightglass/model/rest';
import { createCliWorkspace, type CliResult, type CliWorkspace } from '../../testing/run-cli.ts';
import { startServe, type ServerProcess } from '../../testing/run-server.ts';

let space: CliWorkspace;
let server: ServerProcess;

const here = () => ({ env: { SIGHTGLASS_URL: server.url } });
const cli = (...args: string[]): Promise<CliResult> => space.runHere(args, here());
const program = (...args: string[]): Promise<CliResult> => space.run(args, here());
const runs = async (): Promise<Run[]> =>
  runPage.parse(JSON.parse((await cli('runs', 'list', '--json')).stdout.toString())).items;

beforeAll(async () => {
  space = await createCliWorkspace();
  server = await startServe(space);
  await program('exec', '--pipeline', 'good', '--namespace', 'shop', '--', 'true');
  await vi.waitFor(async () => expect((await runs()).map(({ state }) => state)).toEqual(['succeeded']), {
    timeout: 60_000,
    interval: 100,
  });
});
afterAll(async () => {
  await server.stop();
  await space[Symbol.asyncDispose]();
});

describe('find', () => {
  test('a pipeline by letters of its name, and a run by the beginning of its id', async () => {
    const found = await program('find', 'goo', 'sh');
    expect(found.stdout.toString()).toMatch(/^KIND +NAME +STATE +OF +PAGE\npipeline +good +Succeeded +shop +http/);
    const [{ runId } = { runId: '' }] = await runs();
    const run = await cli('find', runId.slice(0, 20));
    expect(run.stdout.toString()).toContain(`${server.url}/pipelines/shop/good/runs/${runId}`);
    expect(await cli('find', 'nobody-at-all')).toMatchObject({ code: 1, stderr: 'Nothing has such a name.\n' });
  });
});

describe('span-rules', () => {
  test('a preview, a rule, the list, and the way back', async () => {
    const none = await cli('span-rules', 'list');
    expect([none.stderr, none.code]).toEqual(['No rule makes runs of spans.\n', 0]);
    const preview = await cli('span-rules', 'preview', '--service', 'nobody', '--root', 'job *');
    expect(preview.stdout.toString()).toBe(
      'No root span of nobody that is stored fits.\nIt has sent no root span that is not of a run already.\n',
    );
    const added = await program('span-rules', 'add', '--service', 'nobody', '--root', 'job *', '--stage', 'load');
    expect(added.code).toBe(0);
    expect(added.stdout.toString()).toMatch(
      /^Rule [0-9a-f]{8}: root spans "job \*" of nobody are runs of default\/\*; past ones become runs now\.\n$/,
    );
    const [{ id } = { id: '' }] = spanRuleList.parse(
      JSON.parse((await cli('span-rules', 'list', '--json')).stdout.toString()),
    ).items;
    expect((await cli('span-rules', 'list')).stdout.toString()).toContain(`${id.slice(0, 8)}  nobody   job *`);
    const removed = await cli('span-rules', 'remove', id.slice(0, 8));
    expect(removed.stdout.toString()).toContain('the runs it made are being taken back.');
    expect(await cli('span-rules', 'remove', 'ffff')).toMatchObject({ code: 1 });
    expect((await cli('span-rules', 'add', '--root', 'job')).stderr).toContain('--service');
  });
});
