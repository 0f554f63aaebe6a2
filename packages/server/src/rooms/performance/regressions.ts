import { leastUsualRuns } from '@sightglass/model';
import type { Regression } from '@sightglass/model/rest';
import { median } from '../runs/usual-run.ts';
import type { FiguredRun, RunFigures } from './run-figures.ts';
import { worseThan } from './worse.ts';

interface Measure {
  readonly figure: Regression['figure'];
  readonly of: (figures: RunFigures) => number | null;
  /** A smaller difference matters to nobody. */
  readonly leastDifference: number;
}

/** Rows per second show nothing new beside the duration and the rows. */
const measures: readonly Measure[] = [
  { figure: 'duration', of: ({ durationMs }) => durationMs, leastDifference: 100 },
  { figure: 'cpuTime', of: ({ cpuTimeMs }) => cpuTimeMs, leastDifference: 100 },
  { figure: 'peakRss', of: ({ peakRssBytes }) => peakRssBytes, leastDifference: 32e6 },
  { figure: 'retries', of: ({ retries }) => retries, leastDifference: 3 },
];

/** What got worse in a run against those before it, worst first. Null while fewer than five say what is usual. */
export const regressionsOf = (latest: FiguredRun, earlier: readonly FiguredRun[]): Regression[] | null => {
  if (earlier.length < leastUsualRuns) return null;
  const ofStages = [...latest.stages].flatMap(([name, figures]) =>
    regressionsIn(
      name,
      figures,
      earlier.flatMap(({ stages }) => stages.get(name) ?? []),
    ),
  );
  const ofRun = regressionsIn(
    null,
    latest.whole,
    earlier.map(({ whole }) => whole),
  );
  return [...ofRun, ...ofStages].sort((a, b) => (b.times ?? Infinity) - (a.times ?? Infinity) || rankOf(a) - rankOf(b));
};

const rankOf = ({ figure }: Regression): number => measures.findIndex((measure) => measure.figure === figure);

const regressionsIn = (stage: string | null, latest: RunFigures, earlier: readonly RunFigures[]): Regression[] => {
  if (earlier.length < leastUsualRuns) return [];
  const usualRows = median(earlier.map(({ rows }) => rows));
  const rowsTimes = usualRows > 0 ? latest.rows / usualRows : null;
  return measures.flatMap(({ figure, of, leastDifference }) => {
    const value = of(latest);
    const known = earlier.map(of).filter((each) => each !== null);
    if (value === null || known.length < leastUsualRuns) return [];
    const worse = worseThan(value, known, leastDifference);
    return worse === undefined ? [] : [{ stage, figure, ...worse, rowsTimes }];
  });
};
