import {
  datasetSentence,
  datasetState,
  datasetUrgency,
  datasetVerdict,
  type DescribedDataset,
  isDatasetTrouble,
  shownDatasetState,
  writtenSentence,
} from '@sightglass/model';
import type { DatasetContract, DatasetItem, DatasetUse, Run } from '@sightglass/model/rest';
import { instantOf } from '../../http/instant.ts';
import type { RunName } from '../runs/identity/run-name.ts';
import type { DatasetFacts, LastUse } from './facts-list.ts';
import type { RunUse } from './run-use.ts';

/** So many pipelines are named in a list. */
const mostNamed = 5;

interface ItemParts {
  readonly described: DescribedDataset;
  readonly lastWrite: DatasetUse | null;
  readonly contract: DatasetContract | null;
  readonly nowMs: number;
}

/** A dataset as lists show it. Pure. */
export const datasetItemOf = (
  facts: DatasetFacts,
  { described, lastWrite, contract, nowMs }: ItemParts,
): DatasetItem => {
  const state = datasetState(described);
  const [reader] = facts.readers;
  return {
    namespace: facts.namespace,
    name: facts.name,
    writers: facts.writers.slice(0, mostNamed).map(pipelineOf),
    writerCount: facts.writerCount,
    readers: facts.readers.slice(0, mostNamed).map(pipelineOf),
    readerCount: facts.readerCount,
    lastWrite,
    lastRead: reader === undefined ? null : { ...pipelineOf(reader), runId: reader.runId, at: instantOf(reader.atMs) },
    contract,
    verdict: datasetVerdict(described),
    shown: shownDatasetState(state),
    ...writtenSentence(datasetSentence(described), nowMs),
    needsAttention: isDatasetTrouble(state),
    urgency: datasetUrgency(state),
  };
};

const pipelineOf = ({ namespace, pipeline }: LastUse) => ({ namespace, pipeline });

/** A use as answers hold it; under the name of its run where that is known. Pure. */
export const datasetUseOf = (
  use: RunName & { readonly atMs: number },
  told: RunUse | undefined,
  judged: Run | undefined,
): DatasetUse => ({
  namespace: judged?.namespace ?? use.namespace,
  pipeline: use.pipeline,
  runId: use.runId,
  at: instantOf(told?.atMs ?? use.atMs),
  rows: told?.rows ?? null,
  bytes: told?.bytes ?? null,
  state: judged?.state ?? null,
  shown: judged?.shown ?? null,
});
