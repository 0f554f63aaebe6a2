import type { RunMark } from '@sightglass/model/rest';
import { useQuery } from '@tanstack/react-query';
import { runsOfRangeQuery } from '../../../fetch/run-list.ts';
import { formatDuration } from '../../../format/duration.ts';
import { countOf, formatCompact, formatCount } from '../../../format/number.ts';
import { isFixed, type SpanOrAll, type TimeRange } from '../../../url/time-range.ts';
import type { RunName } from '../../../url/run-link.ts';
import { TrendChart } from './TrendChart.tsx';

/** A line through fewer runs would mean nothing. */
const leastRuns = 3;
const mostDrawn = 200;

interface Props {
  readonly of: Omit<RunName, 'runId'>;
  /** The latest, oldest first: drawn while no time is chosen. */
  readonly recent: readonly RunMark[];
  readonly range: TimeRange<SpanOrAll>;
}

/** How long runs took and what they wrote, by date. */
export const Trends = ({ of, recent, range }: Props) => {
  const isChosen = isFixed(range) || (range.last ?? 'all') !== 'all';
  const { data } = useQuery({ ...runsOfRangeQuery(of, range, mostDrawn), enabled: isChosen });
  const runs = isChosen ? data?.items.toReversed() : recent;
  if (runs === undefined) return <div className="mt-10 h-[220px]" role="status" aria-label="Reading the trends" />;
  if (runs.length < leastRuns) return isChosen ? <TooFew count={runs.length} /> : null;
  return (
    <>
      <p className="mt-1 text-dim">{whichWords(isChosen, runs.length, (data?.nextCursor ?? null) !== null)}</p>
      <div className="mt-4 grid gap-x-12 gap-y-8 md:grid-cols-2">
        <TrendChart title="Duration" of={of} runs={runs} measure={durationOf} format={formatDuration} />
        {runs.some((run) => run.rows.written > 0) ? (
          <TrendChart title="Rows written" of={of} runs={runs} measure={rowsOf} format={formatCompact} />
        ) : null}
      </div>
    </>
  );
};

const whichWords = (isChosen: boolean, count: number, isCut: boolean): string => {
  if (!isChosen) return `The latest ${countOf(count, 'run')}.`;
  return isCut
    ? `The latest ${formatCount(mostDrawn)} runs of that time.`
    : `The ${countOf(count, 'run')} of that time.`;
};

const TooFew = ({ count }: { count: number }) => (
  <p className="mt-2 text-dim">
    {count === 0
      ? 'No run started in that time.'
      : `${countOf(count, 'run')} started in that time; a trend needs three.`}
  </p>
);

const durationOf = (run: RunMark): number => run.durationMs;
const rowsOf = (run: RunMark): number => run.rows.written;
