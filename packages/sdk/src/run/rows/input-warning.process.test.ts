import { attributes } from '@sightglass/model';
import { expect, it } from 'vitest';
import { observe } from '../../../testing/observe.ts';

it('warns once of inputs that are no stage of the run, which then does not balance', async () => {
  await using seen = await observe(`
    await pipeline('p').run((run) => {
      run.stage('extract', { inputs: [] }, (s) => { s.rows.read(100); s.rows.written(100); });
      for (const half of [1, 2]) run.stage('load', { inputs: ['extrct'] }, (s) => { s.rows.read(50); s.rows.written(50); });
    });`);
  const warnings = seen.server.logs().filter(({ severity }) => severity === 'WARN');
  expect(warnings.map(({ body }) => body)).toEqual([
    'stage "load" reads from "extrct", but this run had no stage of that name; its stages are "extract", "load". Correct inputs: [...], or give [] if the rows come from outside.',
    expect.stringContaining('stage "load" read 50 rows more than the stages before it wrote'),
  ]);
  expect(seen.server.events('pipeline.run.finished')[0]?.attributes[attributes.runBalanced]).toBe(false);
});

it('says nothing of inputs that another program of the same run may have', async () => {
  const joined = { SIGHTGLASS_RUN_ID: 'outer', SIGHTGLASS_PIPELINE: 'p' };
  const body =
    "await pipeline('p').run((run) => run.stage('load', { inputs: ['extract'] }, (s) => { s.rows.read(5); s.rows.written(5); }));";
  await using seen = await observe(body, joined);
  expect(seen.result).toMatchObject({ code: 0, stderr: '' });
  expect(seen.server.logs().filter(({ severity }) => severity === 'WARN')).toEqual([]);
});
