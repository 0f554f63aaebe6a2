import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { run } from '@sightglass/model/rest';
import { createCliWorkspace, type CliWorkspace } from '../../testing/run-cli.ts';

let space: CliWorkspace;

beforeAll(async () => {
  space = await createCliWorkspace();
});
afterAll(() => space[Symbol.asyncDispose]());

const minutesMs = 60_000;

test(
  'once: one good run, known to the API, and nothing left running',
  async () => {
    const { code, stdout } = await space.run([
      'demo',
      '--once',
      '--json',
      '--port',
      '0',
      '--data',
      join(space.dir, 'data'),
    ]);
    expect(code).toBe(0);
    const [last = ''] = stdout.toString().trimEnd().split('\n').slice(-1);
    expect(run.parse(JSON.parse(last))).toMatchObject({
      pipeline: 'daily-flights',
      state: 'succeeded',
      balanced: true,
      rows: { read: 16_948, written: 16_712 },
    });
    expect(existsSync(join(space.dir, 'sightglass-data'))).toBe(false);
  },
  3 * minutesMs,
);

test('told to stop while the server starts, it does not say where that is; the one run did not succeed', async () => {
  const demo = space.start(['demo', '--port', '0', '--once', '--data', join(space.dir, 'stopped')]);
  await demo.printed('Starting …');
  demo.child.kill('SIGINT');
  const { code, stderr } = await demo.done;
  expect(code).toBe(1);
  expect(stderr).toContain('Stopping …');
  expect(stderr).not.toContain('Sightglass is at');
});

test(
  'it shows runs one after the other until Ctrl-C, also beside those of an earlier demo',
  async () => {
    const demo = space.start(['demo', '--port', '0', '--data', join(space.dir, 'data')]);
    await demo.printed('a good day');
    await demo.printed('bad, repeated and unknown lines');
    demo.child.kill('SIGINT');
    const { code, stderr } = await demo.done;
    expect(code).toBe(0);
    expect(stderr).toMatch(/daily-flights +2001-01-03 +exit 0/);
    expect(stderr).toContain('Stopping …');
  },
  3 * minutesMs,
);
