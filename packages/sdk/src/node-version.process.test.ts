import { describe, expect, it } from 'vitest';
import { observe } from '../testing/observe.ts';
import { isNodeSupported } from './node-version.ts';

describe('a Node older than 22', () => {
  it.each([
    ['18.20.8', false],
    ['21.7.3', false],
    ['22.0.0', true],
    ['24.21.0', true],
    ['100.0.0', true],
  ])('%s: supported is %s', (version, supported) => {
    expect(isNodeSupported(version)).toBe(supported);
  });

  it('runs the pipeline as it is and says once, in one line, which Node is needed', async () => {
    await using seen = await observe(
      `for (const name of ['orders', 'customers'])
         console.log(await pipeline(name).run((run) => run.stage('load', (stage) => { stage.rows.read(1); return name; })));
       process.exitCode = 7;`,
      {},
      "Object.defineProperty(process.versions, 'node', { value: '20.20.2' });",
    );
    expect(seen.result).toMatchObject({ code: 7, stdout: 'orders\ncustomers\n' });
    expect(seen.result.stderr).toBe(
      'sightglass: this program runs on Node 20.20.2, and the SDK needs Node 22 or later: its pipelines run, but nothing of them is recorded or logged by run.log. Run it with a newer Node.\n',
    );
    expect(seen.server.requests).toEqual([]);
  });
});
