import type { ReceptionTime } from '../../reception/reception-time.ts';
import type { TelemetryClient } from '../../storage/telemetry/client.ts';
import type { PipelineReader } from '../pipelines/facts.ts';
import type { RunReader } from '../runs/facts-runs.ts';
import type { StageReader } from '../runs/facts-stages.ts';
import { storedRuns, viewsNow } from '../runs/facts-views.ts';
import { runKey, type RunName } from '../runs/identity/run-name.ts';
import { judgedRuns } from '../runs/list/judged-runs.ts';
import type { KnownRuns, PipelineNow } from './described.ts';
import { findRun, readRunStates } from './facts-states.ts';
import { readRollbacks } from './facts-transactions.ts';
import type { UseOfStage, UseReader } from './facts-uses.ts';
import { type RunUse, runUseOf } from './run-use.ts';

interface DatasetReaders {
  readonly telemetry: TelemetryClient;
  readonly runs: RunReader;
  readonly stages: StageReader;
  readonly pipelines: PipelineReader;
}

export interface DatasetParts extends DatasetReaders {
  readonly uses: UseReader;
}

type PipelineOfUse = Pick<RunName, 'namespace' | 'pipeline'>;

/** How the runs of these uses stand, and the newest of each of these pipelines. */
export const readStates = async (
  { telemetry, pipelines }: Pick<DatasetReaders, 'telemetry' | 'pipelines'>,
  uses: readonly RunName[],
  writers: readonly PipelineOfUse[],
  now: ReceptionTime,
): Promise<Pick<KnownRuns, 'stateOf' | 'pipelineOf'>> => {
  const summaries =
    writers.length === 0 ? [] : await pipelines.summariesOf([...new Set(writers.map(({ pipeline }) => pipeline))], 1);
  const newestOf = new Map(
    summaries.map(({ namespace, name, runIds, freshAtMs }) => [
      pipelineKey({ namespace, pipeline: name }),
      { runId: runIds[0], freshAtMs },
    ]),
  );
  const newestIds = summaries.flatMap(({ runIds }) => runIds);
  const stateOf = await readRunStates(telemetry, [...uses.map(({ runId }) => runId), ...newestIds], now);
  return {
    stateOf,
    pipelineOf: (namespace, pipeline): PipelineNow | undefined => {
      const found = newestOf.get(pipelineKey({ namespace, pipeline }));
      if (found?.runId === undefined) return undefined;
      return { newest: stateOf({ namespace, pipeline, runId: found.runId }), freshAtMs: found.freshAtMs };
    },
  };
};

const pipelineKey = ({ namespace, pipeline }: PipelineOfUse): string => JSON.stringify([namespace, pipeline]);

/** These runs as lists show them, and what each of them did with a dataset by what its stages reported. */
export const readJudged = async (
  { telemetry, runs, stages }: DatasetReaders,
  names: readonly RunName[],
  now: ReceptionTime,
) => {
  const found = await runs.byIds([...new Set(names.map(({ runId }) => runId))]);
  const findFacts = findRun(found);
  const wanted = new Map(names.flatMap((name) => findFacts(name) ?? []).map((run) => [runKey(run), run]));
  const stored = await storedRuns({ runs, stages }, [...wanted.values()]);
  const judged = await judgedRuns({ runs, stages }, stored, now, true);
  const views = viewsNow(stored, now);
  const bad = judged.filter(({ state }) => state !== 'succeeded' && state !== 'running');
  const isRolledBack =
    bad.length === 0
      ? () => false
      : await readRollbacks(
          telemetry,
          bad.map(({ runId }) => runId),
        );
  const [judgedOf, viewOf] = [findRun(judged), findRun(views.map(({ run, stages: own }) => ({ ...run, stages: own })))];
  return {
    judgedOf,
    useOf: (uses: readonly UseOfStage[]): RunUse | undefined => {
      const [first] = uses;
      if (first === undefined) return undefined;
      const { pipeline, runId } = first.run;
      const isTable = first.dataset.namespace.includes('://');
      return runUseOf(
        uses,
        viewOf(first.run)?.stages ?? [],
        (stageId) => isTable && isRolledBack(pipeline, runId, stageId),
      );
    },
  };
};
export type JudgedUses = Awaited<ReturnType<typeof readJudged>>;
