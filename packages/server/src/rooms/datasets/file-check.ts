import type { DatasetContract } from '@sightglass/model/rest';
import { instantOf } from '../../http/instant.ts';
import type { CheckOfFile } from './facts-files.ts';
import type { DatasetFacts } from './facts-list.ts';

/** The latest check of a dataset that is a file, by one of the runs that used it last; `checks` come the latest first. Pure. */
export const contractOf = (
  { namespace, name, writers, readers }: Pick<DatasetFacts, 'namespace' | 'name' | 'writers' | 'readers'>,
  checks: readonly CheckOfFile[],
): DatasetContract | null => {
  if (namespace !== 'file') return null;
  const runs = new Set([...writers, ...readers].map(({ runId }) => runId));
  const found = checks.find(({ runId, file }) => runs.has(runId) && isFile(name, file));
  if (found === undefined) return null;
  const { contract, result, checkedAtMs, pipeline } = found;
  return {
    namespace: found.namespace,
    pipeline,
    contract: contract === '' ? null : contract,
    result,
    checkedAt: instantOf(checkedAtMs),
  };
};

/** Whether a path, perhaps relative, is that of the dataset. */
const isFile = (name: string, file: string): boolean => {
  const path = file.replace(/^(?:\.\/)+/u, '');
  return name === path || name.endsWith(`/${path}`);
};
