import type { RunMark } from '@sightglass/model/rest';
import { formatDuration } from '../../format/duration.ts';
import { formatCompact } from '../../format/number.ts';
import type { RunName } from '../../url/run-link.ts';
import { TrendChart } from './TrendChart.tsx';

/** A line through fewer runs would mean nothing. */
const leastRuns = 3;

export const Trends = ({ of, runs }: { of: Omit<RunName, 'runId'>; runs: readonly RunMark[] }) =>
  runs.length < leastRuns ? null : (
    <div className="mt-10 grid gap-x-12 gap-y-8 md:grid-cols-2">
      <TrendChart title="Duration" of={of} runs={runs} measure={durationOf} format={formatDuration} />
      {runs.some((run) => run.rows.written > 0) ? (
        <TrendChart title="Rows written" of={of} runs={runs} measure={rowsOf} format={formatCompact} />
      ) : null}
    </div>
  );

const durationOf = (run: RunMark): number => run.durationMs;
const rowsOf = (run: RunMark): number => run.rows.written;
