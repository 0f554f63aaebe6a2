import { attributes } from '@sightglass/model';
import { expect, it } from 'vitest';
import { observe } from '../../../testing/observe.ts';

const setUp = `
  import { writeFileSync } from 'node:fs';
  const file = process.env.HOME + '/orders.csv';
  writeFileSync(file, 'id,amount\\n1,10\\n1,20\\nx\\n');
  const contract = sdk.defineContract({ name: 'orders', columns: [{ name: 'id', unique: true }, { name: 'amount', type: 'integer' }] });
`;

it('a stage that checks a file tells each expectation and counts its rows', async () => {
  await using observed = await observe(
    `await pipeline('orders').run((run) => run.stage('check', { inputs: [] }, (stage) => stage.check(file, contract, { rejects: false })));`,
    {},
    setUp,
  );
  const { server, result } = observed;
  expect(result.code, result.stderr).toBe(0);
  const [stage] = server.events('pipeline.stage.finished');
  const checks = server.events('pipeline.check.finished');
  const unique = checks.find(({ attributes: own }) => own[attributes.checkExpectation] === 'id.unique');
  expect(unique).toMatchObject({
    severity: 'ERROR',
    body: 'check fail: id.unique: id is repeated in 1 row: "1"',
    attributes: {
      [attributes.pipelineName]: 'orders',
      [attributes.stageName]: 'check',
      [attributes.stageId]: stage?.attributes[attributes.stageId],
      [attributes.checkContract]: 'orders',
      [attributes.checkColumn]: 'id',
      [attributes.checkResult]: 'fail',
      [attributes.checkLines]: ['3'],
    },
  });
  const [file] = server.events('pipeline.file.checked');
  expect(file?.attributes).toMatchObject({
    [attributes.checkResult]: 'fail',
    [attributes.checkBytes]: 22,
    [attributes.checkSamples]: JSON.stringify([
      { line: 3, reasons: ['id.unique'], row: '1,20' },
      { line: 4, reasons: ['row.width'], row: 'x' },
    ]),
  });
  const rejected = server
    .events('pipeline.rows.rejected')
    .map(({ attributes: own }) => own[attributes.rowsRejectedReason]);
  expect(new Set(rejected)).toEqual(new Set(['id.unique', 'row.width']));
  const [run] = server.events('pipeline.run.finished');
  expect(run?.attributes).toMatchObject({ [attributes.runBalanced]: true });
  expect(stage?.attributes).toMatchObject({ [attributes.rowsRead]: 3, [attributes.rowsChecked]: 3 });

  const about = { [attributes.pipelineName]: 'orders', [attributes.checkContract]: 'orders' };
  expect(server.measured('pipeline.check.rows')).toEqual([{ value: 3, attributes: about }]);
  expect(server.measured('pipeline.check.rejected')).toEqual([{ value: 2, attributes: about }]);
  expect(server.measured('pipeline.check.results')).toContainEqual({
    value: 1,
    attributes: { ...about, [attributes.checkExpectation]: 'id.unique', [attributes.checkResult]: 'fail' },
  });
  expect(server.measured('pipeline.check.file.age')).toEqual([
    { value: expect.any(Number) as number, attributes: about },
  ]);
});

it('a run that checks a file between stages counts nothing, and its end and stages have no counts unless somebody counted, be it 0', async () => {
  await using observed = await observe(
    `await pipeline('orders').run(async (run) => {
      console.log((await run.check(file, contract, { rejects: false })).rejected);
      run.stage('silent', (stage) => stage.retried());
    });
    await pipeline('zero').run((run) => {
      run.stage('silent', () => {});
      run.stage('counting', (stage) => stage.rows.written(0));
    });`,
    {},
    setUp,
  );
  const { server, result } = observed;
  expect(result.stdout, result.stderr).toBe('2\n');
  const [file] = server.events('pipeline.file.checked');
  expect(file?.attributes[attributes.stageName]).toBeUndefined();
  expect(server.events('pipeline.rows.rejected')).toEqual([]);
  const counted = (event: string, name: string) =>
    server
      .events(event)
      .map(({ attributes: own }) => [own[name], own[attributes.rowsRead], own[attributes.rowsWritten]]);
  expect(counted('pipeline.run.finished', attributes.pipelineName)).toEqual([
    ['orders', undefined, undefined],
    ['zero', 0, 0],
  ]);
  expect(counted('pipeline.stage.finished', attributes.stageName)).toEqual([
    ['silent', undefined, undefined],
    ['silent', undefined, undefined],
    ['counting', 0, 0],
  ]);
});
