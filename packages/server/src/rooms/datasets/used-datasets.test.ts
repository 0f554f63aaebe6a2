import { expect, it } from 'vitest';
import { mostUses, type UseOfStage } from './facts-uses.ts';
import { usedDatasetsOf } from './used-datasets.ts';

const uses = (count: number): UseOfStage[] =>
  Array.from({ length: count }, (_, stage) => ({
    dataset: { namespace: 'file', name: '/a.csv' },
    run: { namespace: 'shop', pipeline: 'orders', runId: 'r' },
    role: 'input',
    stageId: `${stage}`,
    stageName: `${stage}`,
    atMs: stage,
    rows: 1,
    bytes: null,
  }));

it.each([
  [1, true],
  [mostUses - 1, true],
  [mostUses, false],
])('of %d uses, the list is whole: %j; as many as are read may not be all', (count, isWhole) => {
  const { reads, writes, isWhole: found } = usedDatasetsOf(uses(count));
  expect([reads.map(({ name }) => name), writes, found]).toEqual([['/a.csv'], [], isWhole]);
});
