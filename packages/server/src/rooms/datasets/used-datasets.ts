import type { UsedDataset, UsedDatasets } from '@sightglass/model/rest';
import { instantOf } from '../../http/instant.ts';
import { mostUses, nameKey, type UseOfStage } from './facts-uses.ts';
import { runUseOf } from './run-use.ts';

const mostListed = 500;

/** What was read and what was written, each dataset once; of a pipeline its latest run that used it. Pure. */
export const usedDatasetsOf = (uses: readonly UseOfStage[]): UsedDatasets => {
  const listOf = (role: UseOfStage['role']): UsedDataset[] =>
    [
      ...Map.groupBy(
        uses.filter((use) => use.role === role),
        ({ dataset }) => nameKey(dataset),
      ).values(),
    ].flatMap(usedOf);
  const [reads, writes] = [listOf('input'), listOf('output')];
  return {
    reads: reads.slice(0, mostListed),
    writes: writes.slice(0, mostListed),
    isWhole: uses.length < mostUses && reads.length <= mostListed && writes.length <= mostListed,
  };
};

const usedOf = (uses: readonly UseOfStage[]): UsedDataset[] => {
  const use = runUseOf(uses, []);
  const [first] = uses;
  if (use === undefined || first === undefined) return [];
  return [
    {
      ...first.dataset,
      runId: use.run.runId,
      at: instantOf(use.atMs),
      rows: use.rows,
      bytes: use.bytes,
      stages: [...use.stageNames],
    },
  ];
};
