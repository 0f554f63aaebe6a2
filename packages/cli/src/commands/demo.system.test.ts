import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { pipelineList, run } from '@sightglass/model/rest';
import { createCliWorkspace, type CliWorkspace } from '../../testing/run-cli.ts';

let space: CliWorkspace;

beforeAll(async () => {
  space = await createCliWorkspace();
});
afterAll(() => space[Symbol.asyncDispose]());

const longMs = 8 * 60_000;

test.each(['a new folder', 'that of an earlier demo'])(
  'once, in %s: one good run, known to the API, and nothing left running',
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
  longMs,
);

test(
  'empty: a server and nothing else',
  async () => {
    const demo = space.start(['demo', '--empty', '--port', '0', '--data', join(space.dir, 'empty')]);
    await demo.printed('Ctrl-C ends it');
    const [url = ''] = /http:\/\/127\.0\.0\.1:\d+/u.exec(demo.errors()) ?? [];
    const { total, neverRan } = pipelineList.parse(await (await fetch(`${url}/api/v1/pipelines`)).json());
    expect({ total, neverRan }).toEqual({ total: 0, neverRan: [] });
    demo.child.kill('SIGINT');
    expect((await demo.done).code).toBe(0);
  },
  longMs,
);
