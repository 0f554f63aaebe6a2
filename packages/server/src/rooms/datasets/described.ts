import { datasetUrgency, type DatasetWriter, type DescribedDataset, writerState } from '@sightglass/model';
import type { Run } from '@sightglass/model/rest';
import { instantOf } from '../../http/instant.ts';
import type { RunName } from '../runs/identity/run-name.ts';
import type { DatasetFacts } from './facts-list.ts';
import type { EndedRun } from './facts-states.ts';
import type { RunUse } from './run-use.ts';

/** What is known of the pipelines that write datasets. */
export interface PipelineNow {
  readonly newest: EndedRun | undefined;
  /** End of its latest run that succeeded; 0 when none did. */
  readonly freshAtMs: number;
}

/** Where what is said of datasets comes from. */
export interface KnownRuns {
  readonly stateOf: (run: RunName) => EndedRun | undefined;
  readonly pipelineOf: (namespace: string, pipeline: string) => PipelineNow | undefined;
  /** What a run wrote; undefined where only its state is known. */
  readonly writeOf?: (run: RunName) => RunUse | undefined;
  readonly judgedOf?: (run: RunName) => Run | undefined;
  /** When a pipeline wrote it last before that run, by one that succeeded. */
  readonly before?: (run: RunName) => number | undefined;
}

/** A pipeline that has not written a dataset for so long beside another is no longer expected to. */
const mostIdleMs = 31 * 86_400_000;

/** A dataset as its words are made of it. Pure. */
export const describedOf = (facts: DatasetFacts, known: KnownRuns): DescribedDataset => {
  const latestMs = Math.max(...facts.writers.map(({ atMs }) => atMs));
  const [reader] = facts.readers;
  return {
    name: facts.name,
    writers: facts.writers.filter(({ atMs }) => latestMs - atMs < mostIdleMs).map((writer) => writerOf(writer, known)),
    lastRead: reader === undefined ? null : { pipeline: reader.pipeline, at: instantOf(reader.atMs) },
  };
};

/** So many writers of a dataset are judged where many datasets are listed. */
const mostJudged = 20;

/** With no more writers than may be judged: those that decide how it stands, and the latest. Pure. */
export const withDecisiveWriters = (facts: DatasetFacts, states: KnownRuns): DatasetFacts => {
  if (facts.writers.length <= mostJudged) return facts;
  const urgency = (writer: DatasetFacts['writers'][number]) => datasetUrgency(writerState(writerOf(writer, states)));
  const ranked = facts.writers.map((writer) => ({ writer, urgency: urgency(writer) }));
  const decisive = ranked.toSorted((a, b) => a.urgency - b.urgency).slice(0, mostJudged - 1);
  const kept = new Set([...facts.writers.slice(0, 1), ...decisive.map(({ writer }) => writer)]);
  return { ...facts, writers: facts.writers.filter((writer) => kept.has(writer)) };
};

export const writerOf = (writer: DatasetFacts['writers'][number], known: KnownRuns): DatasetWriter => {
  const run = known.stateOf(writer);
  const use = known.writeOf?.(writer);
  const judged = known.judgedOf?.(writer);
  const beforeMs = known.before?.(writer);
  return {
    write: {
      pipeline: writer.pipeline,
      at: instantOf(use?.atMs ?? writer.atMs),
      rows: use?.rows ?? null,
      // As judged, where it has been: both readings may be of different instants.
      state: judged?.state ?? run?.state ?? null,
      verdict: judged?.verdict ?? null,
      ended: use?.ended ?? 'unknown',
    },
    after: afterOf(writer, run, known),
    before: beforeMs === undefined ? null : { at: instantOf(beforeMs) },
  };
};

const afterOf = (
  { pipeline, runId, hasRepeated }: DatasetFacts['writers'][number],
  run: EndedRun | undefined,
  { pipelineOf }: KnownRuns,
): DatasetWriter['after'] => {
  const now = run === undefined ? undefined : pipelineOf(run.namespace, pipeline);
  if (run === undefined || now?.newest === undefined) return null;
  const { newest, freshAtMs } = now;
  if (newest.runId === runId || newest.startedAtMs < run.startedAtMs) return null;
  const isOver = newest.state !== 'running' && newest.state !== 'missed';
  return {
    state: newest.state,
    at: instantOf(isOver ? newest.endedAtMs : newest.startedAtMs),
    // Once a later run has succeeded without writing it, not each run is to write it.
    isExpected: hasRepeated && freshAtMs <= run.endedAtMs,
  };
};
