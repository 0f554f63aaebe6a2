import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { run } from '@sightglass/model/rest';
import { createCliWorkspace, type CliWorkspace } from '../../testing/run-cli.ts';

let space: CliWorkspace;

beforeEach(async () => {
  space = await createCliWorkspace();
});
afterEach(() => space[Symbol.asyncDispose]());

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

test.each([
  [[], 0],
  [['--once'], 1],
])('told to stop while the server starts, it does not say where that is: %j', async (options, expected) => {
  const demo = space.start(['demo', '--port', '0', ...options]);
  await demo.printed('Starting …');
  demo.child.kill('SIGINT');
  const { code, stderr } = await demo.done;
  expect(code).toBe(expected);
  expect(stderr).toContain('Stopping …');
  expect(stderr).not.toContain('Sightglass is at');
});

test(
  'it shows runs one after the other until Ctrl-C',
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
