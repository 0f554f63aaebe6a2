import type { TelemetryClient } from '../../../storage/telemetry/client.ts';
import { byPortions } from '../../../storage/telemetry/id-portions.ts';
import { withinSql } from '../../../storage/telemetry/time-sql.ts';
import { rowsOfRuns } from '../identity/facts-folded.ts';
import type { RunName } from '../identity/run-name.ts';
import { finishedDurationMs, finishedState, nameColumns } from '../list/facts-run-sql.ts';
import { paceIn } from './facts-pace.ts';

/** Which runs of pipelines succeeded, and how long they took. */
export const createSuccessReader = (telemetry: TelemetryClient) => {
  const select = (pipelines: readonly PipelineBefore[], each: number, windowMs: number | undefined) =>
    selectSucceeded(telemetry, pipelines, each, windowMs);

  /** Looks back as far as it takes, further for those of which too few are found. */
  const lookBack = async (
    pipelines: readonly PipelineBefore[],
    each: number,
    [windowMs, ...further]: readonly (number | undefined)[],
  ): Promise<SucceededRun[]> => {
    const found = await select(pipelines, each, windowMs);
    if (windowMs === undefined) return found;
    const byPipeline = Map.groupBy(found, keyOf);
    const seldom = pipelines.filter((one) => (byPipeline.get(keyOf(one))?.length ?? 0) < each);
    const reread = new Set(seldom.map(keyOf));
    return [...found.filter((run) => !reread.has(keyOf(run))), ...(await lookBack(seldom, each, further))];
  };

  return {
    /** Up to `each` runs of every pipeline of these names that succeeded last, newest first. */
    latestSucceeded: (names: readonly string[], each: number): Promise<RunName[]> =>
      selectLatestSucceeded(telemetry, names, each),

    /** Up to `each` runs of every one of these pipelines that succeeded last before its time, newest first. */
    async succeededBefore(pipelines: readonly PipelineBefore[], each: number): Promise<SucceededRun[]> {
      const pace = paceIn(telemetry);
      const windowOf = (one: PipelineBefore): number => pace.windowMs(one, each) ?? windowBeforeMs;
      const [often = [], seldom = []] = [true, false].map((isOften) =>
        pipelines.filter((one) => windowOf(one) <= dayMs === isOften),
      );
      const found = await Promise.all([
        lookBack(often, each, [Math.max(0, ...often.map(windowOf)), windowBeforeMs, undefined]),
        lookBack(seldom, each, [windowBeforeMs, undefined]),
      ]);
      return found.flat();
    },

    /** The runs of every one of these pipelines that succeeded in [fromMs, beforeMs); of very many the latest. */
    async succeededBetween(
      pipelines: readonly (PipelineBefore & { readonly fromMs: number })[],
    ): Promise<SucceededRun[]> {
      if (pipelines.length === 0) return [];
      const windowMs =
        Math.min(...pipelines.map(({ beforeMs }) => beforeMs)) - Math.min(...pipelines.map(({ fromMs }) => fromMs));
      return select(pipelines, mostBetween, Math.max(0, windowMs));
    },
  };
};

const dayMs = 86_400_000;

const selectLatestSucceeded = async (
  telemetry: TelemetryClient,
  names: readonly string[],
  each: number,
): Promise<RunName[]> => {
  return byPortions(names, (portion) =>
    rowsOfRuns<RunName>(
      telemetry,
      (
        folded,
      ) => `SELECT ${nameColumns} FROM ${folded('KeyPipeline IN ({portion:Array(String)})')} WHERE ${finishedState} = 'succeeded'
       ORDER BY StartedAt DESC, RunId DESC LIMIT ${each} BY namespace, pipeline`,
      { portion },
    ),
  );
};

/** So many of a pipeline. */
const mostBetween = 2_000;

/** A pipeline that runs daily succeeds twenty times in so long. */
const windowBeforeMs = 31 * dayMs;

export interface PipelineBefore {
  readonly namespace: string;
  readonly pipeline: string;
  /** Unix time in milliseconds. */
  readonly beforeMs: number;
}

export interface SucceededRun extends RunName {
  readonly startedAtMs: number;
  readonly durationMs: number;
}

const keyOf = ({ namespace, pipeline }: Pick<PipelineBefore, 'namespace' | 'pipeline'>): string =>
  `${namespace}\n${pipeline}`;

/** So many long names fit a statement. */
const mostNamed = 50;

/** `windowMs`: only such that started so long before the earliest of these times. */
const selectSucceeded = async (
  telemetry: TelemetryClient,
  pipelines: readonly PipelineBefore[],
  each: number,
  windowMs: number | undefined,
): Promise<SucceededRun[]> => {
  if (pipelines.length > mostNamed) {
    const [some, others] = [pipelines.slice(0, mostNamed), pipelines.slice(mostNamed)];
    return (await Promise.all([some, others].map((part) => selectSucceeded(telemetry, part, each, windowMs)))).flat();
  }
  if (pipelines.length === 0) return [];
  const times = pipelines.map(({ beforeMs }) => beforeMs);
  const fromMs = windowMs === undefined ? undefined : Math.min(...times) - windowMs;
  const conditions = [
    ...withinSql('StartedAt', { fromMs, toMs: Math.max(...times) }),
    `${finishedState} = 'succeeded'`,
    `startedAtMs < toInt64(transform(concat(namespace, '\\n', pipeline), {keys:Array(String)}, {times:Array(String)}, '0'))`,
  ];
  return rowsOfRuns<SucceededRun>(
    telemetry,
    (folded) => `SELECT ${nameColumns}, toUnixTimestamp64Milli(StartedAt) AS startedAtMs,
       ${finishedDurationMs} AS durationMs
     FROM ${folded('KeyPipeline IN ({names:Array(String)})')} WHERE ${conditions.join(' AND ')}
     ORDER BY startedAtMs DESC, runId DESC LIMIT ${each} BY namespace, pipeline`,
    {
      names: [...new Set(pipelines.map(({ pipeline }) => pipeline))],
      keys: pipelines.map(keyOf),
      times: times.map(String),
    },
  );
};
