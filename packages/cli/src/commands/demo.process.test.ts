import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { simulatedEnvironment } from '@sightglass/model';
import { pipelineList } from '@sightglass/model/rest';
import { createCliWorkspace, type CliWorkspace } from '../../testing/run-cli.ts';

let space: CliWorkspace;

beforeAll(async () => {
  space = await createCliWorkspace();
});
afterAll(() => space[Symbol.asyncDispose]());

/** All that a demo does takes a quarter of a minute of processor time; the limit is for a machine that forty processes share. */
const longMs = 8 * 60_000;

test('told to stop while the server starts, it does not say where that is; the one run did not succeed', async () => {
  const demo = space.start(['demo', '--port', '0', '--once', '--data', join(space.dir, 'stopped')]);
  await demo.printed('Starting …');
  demo.child.kill('SIGINT');
  const { code, stderr } = await demo.done;
  expect(code).toBe(1);
  expect(stderr).toContain('Stopping …');
  expect(stderr).not.toContain('Sightglass is at');
});

const simulatedPipelines = async (url: string) => {
  const { items } = pipelineList.parse(await (await fetch(`${url}/api/v1/pipelines`)).json());
  return items.filter(({ lastRun }) => lastRun.environment === simulatedEnvironment);
};

test(
  'it shows runs one after the other beside a simulated company, until Ctrl-C, also in the folder of one that was stopped early',
  async () => {
    const demo = space.start(['demo', '--port', '0', '--data', join(space.dir, 'stopped')]);
    await demo.printed('a good day');
    await demo.printed('A simulated company of 14 pipelines is beside it');
    const [url = ''] = /http:\/\/127\.0\.0\.1:\d+/u.exec(demo.errors()) ?? [];
    await expect.poll(async () => (await simulatedPipelines(url)).length, { timeout: longMs }).toBe(14);
    // The latest that was sent may not be loaded yet, and the run of today is under way for eleven minutes.
    const verdictOfFinished = async (pipeline: string) =>
      (await simulatedPipelines(url))
        .find(({ name }) => name === pipeline)
        ?.recentRuns.filter(({ state }) => state !== 'running')
        .toSorted((one, other) => (one.startedAt < other.startedAt ? 1 : -1))[0]?.verdict.id;
    await expect.poll(() => verdictOfFinished('shipments')).toBe('yes-but');
    const simulated = await simulatedPipelines(url);
    const verdicts = new Map(simulated.map(({ name, verdict }) => [name, verdict.id]));
    expect(verdicts.get('stock-levels')).toMatch(/^(?:yes|wait)$/u);
    // What was due before the server ran is not missed, and nobody waits for it.
    expect(simulated.map(({ lastRun }) => lastRun.state).filter((state) => /missed|lost/u.test(state))).toEqual([]);
    expect(simulated.every(({ recentRuns }) => recentRuns.length > 10)).toBe(true);
    await demo.printed('bad, repeated and unknown lines');
    demo.child.kill('SIGINT');
    const { code, stderr } = await demo.done;
    expect(code).toBe(0);
    expect(stderr).toMatch(/daily-flights +2001-01-03 +exit 0/);
    expect(stderr).toMatch(
      /Its PostgreSQL, for programs of your own while this runs: postgres:\/\/\S+@127\.0\.0\.1:\d+\/postgres\n/,
    );
    expect(stderr).toContain('Stopping …');
    expect(stderr).not.toContain('company has stopped');
    expect(stderr.slice(stderr.indexOf('Stopping …'))).not.toContain('could not be read');
  },
  longMs,
);

test('empty and once leave nothing to run', async () => {
  const { code, stderr } = await space.runHere(['demo', '--empty', '--once']);
  expect(code).toBe(2);
  expect(stderr).toContain('give one of them');
});
