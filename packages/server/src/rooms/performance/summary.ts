import type { PipelinePerformance, StagePerformance } from '@sightglass/model/rest';
import { median, quantile } from '../runs/usual-run.ts';
import { type FiguredRun, ofKnown, type RunFigures, rowsPerSecond } from './run-figures.ts';

/** How these runs went, and each stage in them, slowest first. */
export const summaryOf = (runs: readonly FiguredRun[]): Pick<PipelinePerformance, 'run' | 'stages'> => ({
  run: runs.length === 0 ? null : figuresOf(runs.map(({ whole }) => whole)),
  stages: [...stagesOf(runs)]
    .map(([name, parts]) => stageOf(name, parts))
    .sort((a, b) => b.durationMs.p50 - a.durationMs.p50 || a.name.localeCompare(b.name)),
});

interface Part {
  readonly figures: RunFigures;
  readonly whole: RunFigures;
}

const stagesOf = (runs: readonly FiguredRun[]): Map<string, Part[]> => {
  const parts = runs.flatMap(({ whole, stages }) => [...stages].map(([name, figures]) => ({ name, figures, whole })));
  return Map.groupBy(parts, ({ name }) => name);
};

const stageOf = (name: string, parts: readonly Part[]): StagePerformance => ({
  name,
  ...figuresOf(parts.map(({ figures }) => figures)),
  share: median(parts.map(({ figures, whole }) => (whole.durationMs <= 0 ? 0 : figures.durationMs / whole.durationMs))),
});

const figuresOf = (all: readonly RunFigures[]): NonNullable<PipelinePerformance['run']> => {
  const durations = all.map(({ durationMs }) => durationMs);
  return {
    runs: all.length,
    durationMs: { p50: median(durations), p95: quantile(durations, 0.95) },
    rowsPerSecond: ofKnown(all.map(rowsPerSecond), median),
    cpuTimeMs: ofKnown(
      all.map(({ cpuTimeMs }) => cpuTimeMs),
      median,
    ),
    peakRssBytes: ofKnown(
      all.map(({ peakRssBytes }) => peakRssBytes),
      median,
    ),
    retries: all.reduce((total, { retries }) => total + retries, 0),
  };
};
