import {
  readerEffect,
  shownDatasetState,
  writerSentence,
  writerState,
  writtenSentence,
  type DescribedDataset,
} from '@sightglass/model';
import type { DatasetConsumer, DatasetDetail, DatasetProducer, DatasetUse } from '@sightglass/model/rest';
import { instantOf } from '../../http/instant.ts';
import { notFound } from '../../http/errors.ts';
import type { ReceptionTime } from '../../reception/reception-time.ts';
import type { TimeWindow } from '../../storage/telemetry/search-backwards.ts';
import { runKey, type RunName } from '../runs/identity/run-name.ts';
import { datasetItemOf, datasetUseOf } from './dataset-item.ts';
import { describedOf, type KnownRuns, writerOf } from './described.ts';
import { readChecksOfRuns } from './facts-files.ts';
import type { DatasetFacts, LastUse } from './facts-list.ts';
import type { DatasetName, UseOfStage } from './facts-uses.ts';
import { contractOf } from './file-check.ts';
import { type DatasetParts, type JudgedUses, readJudged, readStates } from './read-known.ts';
import { beforeIn, runsOf, usesOfEach } from './writes-before.ts';

interface Known {
  readonly judged: JudgedUses;
  readonly states: Pick<KnownRuns, 'stateOf' | 'pipelineOf'>;
  /** By role and run. */
  readonly usesOf: (role: UseOfStage['role'], run: RunName) => readonly UseOfStage[];
  readonly now: ReceptionTime;
}

/** A dataset with who writes and reads it, and the latest `limit` writes of a time. Raises RequestError 404. */
export const detailOfDataset = async (
  parts: DatasetParts,
  dataset: DatasetName,
  { window, limit }: { readonly window: TimeWindow; readonly limit: number },
  now: ReceptionTime,
): Promise<DatasetDetail> => {
  const [latest, written] = await Promise.all([
    parts.uses.latestOfEach(dataset, usesOfEach),
    parts.uses.latestWrites(dataset, window, limit + 1),
  ]);
  if (latest.length === 0) throw noSuchDataset(dataset);
  const facts = factsOf(dataset, latest);
  const writes = runsOf(written).slice(0, limit);
  const own = [...facts.writers, ...facts.readers];
  const [states, checks] = await Promise.all([
    readStates(parts, runsOf(latest), own, now),
    readChecksOfRuns(parts.telemetry, dataset.namespace === 'file' ? own.map(({ runId }) => runId) : []),
  ]);
  const newest = own.flatMap(({ namespace, pipeline }) => states.pipelineOf(namespace, pipeline)?.newest ?? []);
  const judged = await readJudged(parts, [...own, ...newest, ...writes], now);
  const byRun = Map.groupBy([...latest, ...written], ({ role, run }) => role + runKey(run));
  const usesOf = (role: UseOfStage['role'], run: RunName) => onceEach(byRun.get(role + runKey(run)) ?? []);
  const known: Known = { judged, states, usesOf, now };
  const all = { ...states, ...writesOf(known, latest) };
  const described = describedOf(facts, all);
  const producers = facts.writers.map((writer) => producerOf(writer, all, known));
  const shown = facts.writers[0] === undefined ? null : (producers[0]?.lastWrite ?? null);
  return {
    ...datasetItemOf(facts, { described, lastWrite: shown, contract: contractOf(facts, checks), nowMs: now.nowMs }),
    producers,
    consumers: facts.readers.map((reader) => consumerOf(reader, described, known)).toSorted(affectedFirst),
    writes: writes.map((run) => useOfRun('output', run, known)),
    hasMoreWrites: runsOf(written).length > limit,
  };
};

const noSuchDataset = ({ namespace, name }: DatasetName) =>
  notFound(
    `No run has reported reading or writing dataset "${name}" in namespace "${namespace}", or retention has removed it. GET /api/v1/datasets lists those that are known.`,
  );

/** Both readings may hold the same use. */
const onceEach = (uses: readonly UseOfStage[]): UseOfStage[] => [
  ...new Map(uses.map((use) => [use.stageId, use])).values(),
];

const factsOf = ({ namespace, name }: DatasetName, latest: readonly UseOfStage[]): DatasetFacts => {
  const pipelinesOf = (role: UseOfStage['role']) => {
    const runs = runsOf(latest.filter((use) => use.role === role));
    return [...Map.groupBy(runs, (run) => JSON.stringify([run.namespace, run.pipeline])).values()].flatMap((own) =>
      own[0] === undefined ? [] : [{ ...own[0], hasRepeated: own.length > 1 }],
    );
  };
  const [writers, readers] = [pipelinesOf('output'), pipelinesOf('input')];
  return { namespace, name, writers, writerCount: writers.length, readers, readerCount: readers.length };
};

const writesOf = ({ judged, usesOf, states }: Known, latest: readonly UseOfStage[]) => ({
  writeOf: (run: RunName) => judged.useOf(usesOf('output', run)),
  judgedOf: judged.judgedOf,
  before: beforeIn(latest, states.stateOf),
});

const useOfRun = (role: UseOfStage['role'], run: LastUse, { judged, usesOf }: Known): DatasetUse =>
  datasetUseOf(run, judged.useOf(usesOf(role, run)), judged.judgedOf(run));

const producerOf = (writer: DatasetFacts['writers'][number], all: KnownRuns, known: Known): DatasetProducer => {
  const words = writerOf(writer, all);
  return {
    namespace: writer.namespace,
    pipeline: writer.pipeline,
    lastWrite: useOfRun('output', writer, known),
    newestRun: newestOf(writer, known),
    shown: shownDatasetState(writerState(words)),
    ...writtenSentence(writerSentence(words), known.now.nowMs),
  };
};

const consumerOf = (reader: LastUse, described: DescribedDataset, known: Known): DatasetConsumer => ({
  namespace: reader.namespace,
  pipeline: reader.pipeline,
  lastRead: useOfRun('input', reader, known),
  newestRun: newestOf(reader, known),
  effect: readerEffect(described, instantOf(reader.atMs)),
});

const affectedFirst = (a: DatasetConsumer, b: DatasetConsumer): number =>
  Number(b.effect !== null) - Number(a.effect !== null);

const newestOf = ({ namespace, pipeline }: LastUse, { states, judged }: Known): DatasetProducer['newestRun'] => {
  const newest = states.pipelineOf(namespace, pipeline)?.newest;
  const run = newest === undefined ? undefined : judged.judgedOf(newest);
  if (run === undefined) return null;
  const { runId, state, startedAt, shown } = run;
  return { runId, state, startedAt, shown };
};
