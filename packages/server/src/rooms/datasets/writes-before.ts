import type { ReceptionTime } from '../../reception/reception-time.ts';
import { runKey, type RunName } from '../runs/identity/run-name.ts';
import type { KnownRuns } from './described.ts';
import type { LastUse } from './facts-list.ts';
import { readRunStates } from './facts-states.ts';
import { type DatasetName, nameKey, type UseOfStage } from './facts-uses.ts';
import type { DatasetParts } from './read-known.ts';

/** Of each pipeline so many uses are read, to find what was there before a write that was rolled back. */
export const usesOfEach = 5;

/** Writes that were rolled back are seldom: of so many datasets of a page what was there before is looked up. */
const mostLookedUp = 20;

/** The runs of these uses, each once with its latest time, the latest first. */
export const runsOf = (uses: readonly UseOfStage[]): LastUse[] => {
  const byRun = Map.groupBy(uses, ({ run }) => runKey(run));
  return [...byRun.values()]
    .flatMap((own) => (own[0] === undefined ? [] : [{ ...own[0].run, atMs: Math.max(...own.map(({ atMs }) => atMs)) }]))
    .toSorted((a, b) => b.atMs - a.atMs);
};

/** Of the uses of one dataset: when the pipeline of a run wrote it last before that run, by one that succeeded. Pure. */
export const beforeIn = (
  uses: readonly UseOfStage[],
  stateOf: KnownRuns['stateOf'],
): ((last: RunName) => number | undefined) => {
  const writes = runsOf(uses.filter(({ role }) => role === 'output'));
  return (last) =>
    writes.find(
      (run) =>
        run.pipeline === last.pipeline &&
        run.namespace === last.namespace &&
        run.runId !== last.runId &&
        stateOf(run)?.state === 'succeeded',
    )?.atMs;
};

/** The same of each of these datasets. */
export const readWritesBefore = async (
  { uses, telemetry }: DatasetParts,
  datasets: readonly DatasetName[],
  now: ReceptionTime,
): Promise<(dataset: DatasetName) => (last: RunName) => number | undefined> => {
  if (datasets.length === 0) return () => () => undefined;
  const wanted = datasets.slice(0, mostLookedUp);
  const found = (await Promise.all(wanted.map((dataset) => uses.latestOfEach(dataset, usesOfEach)))).flat();
  const runIds = found.map(({ run }) => run.runId);
  const stateOf = await readRunStates(telemetry, runIds, now);
  const byDataset = Map.groupBy(found, ({ dataset }) => nameKey(dataset));
  return (dataset) => beforeIn(byDataset.get(nameKey(dataset)) ?? [], stateOf);
};
