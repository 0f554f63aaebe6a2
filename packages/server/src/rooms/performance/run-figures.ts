import type { Run } from '@sightglass/model/rest';
import type { RunFacts } from '../runs/facts.ts';
import type { BareRun, BareStage, RunView } from '../runs/run-view.ts';
import { sum, sumOf } from '../sum.ts';

/** What a run, or all executions of one stage in it, took. */
export interface RunFigures {
  readonly durationMs: number;
  readonly rows: number;
  readonly cpuTimeMs: number | null;
  readonly peakRssBytes: number | null;
  readonly retries: number;
}

/** Figures of a run and of its stages. */
export interface FiguredRun {
  readonly whole: RunFigures;
  /** By name. */
  readonly stages: ReadonlyMap<string, RunFigures>;
}

export interface MeasuredRun extends FiguredRun {
  readonly run: BareRun & Pick<Run, 'deadline'>;
  readonly runId: string;
  readonly startedAt: string;
  /** Durations of its stages by id. */
  readonly stageMs: ReadonlyMap<string, number>;
}

export const measuredRun = (
  { run, stages }: RunView,
  { resources }: Pick<RunFacts, 'resources'>,
  deadline: Run['deadline'],
): MeasuredRun => {
  const byName = Map.groupBy(stages, ({ name }) => name);
  return {
    run: { ...run, deadline },
    runId: run.runId,
    startedAt: run.startedAt,
    stages: new Map([...byName].map(([name, own]) => [name, stageFigures(own)])),
    stageMs: new Map(stages.map(({ stageId, durationMs }) => [stageId, durationMs])),
    whole: {
      durationMs: run.durationMs,
      rows: run.rows.read || run.rows.written,
      cpuTimeMs: resources.cpuTimeMs,
      peakRssBytes: resources.peakRssBytes,
      retries: sumOf(stages, ({ retries }) => retries),
    },
  };
};

/** A stage may come many times in a run, as in a loop. */
const stageFigures = (stages: readonly BareStage[]): RunFigures => ({
  durationMs: sumOf(stages, ({ durationMs }) => durationMs),
  rows: sumOf(stages, ({ rows }) => rows.read || rows.written),
  cpuTimeMs: ofKnown(
    stages.map(({ resources }) => resources.cpuTimeMs),
    sum,
  ),
  peakRssBytes: ofKnown(
    stages.map(({ resources }) => resources.peakRssBytes),
    largest,
  ),
  retries: sumOf(stages, ({ retries }) => retries),
});

export const rowsPerSecond = ({ rows, durationMs }: RunFigures): number | null =>
  rows === 0 || durationMs <= 0 ? null : (rows / durationMs) * 1_000;

const largest = (values: readonly number[]): number => values.reduce((most, value) => Math.max(most, value), 0);

/** Null when none is known. */
export const ofKnown = (
  values: readonly (number | null)[],
  fold: (known: readonly number[]) => number,
): number | null => {
  const known = values.filter((value) => value !== null);
  return known.length === 0 ? null : fold(known);
};
