import type { Run } from '@sightglass/model/rest';
import { useInfiniteQuery } from '@tanstack/react-query';
import { useMemo } from 'react';
import { Awaited } from '../../components/answer/Awaited.tsx';
import { LoadingRows } from '../../components/answer/Notice.tsx';
import { ShowMore } from '../../components/answer/ShowMore.tsx';
import { Downloads } from '../../components/table/Downloads.tsx';
import { WaitingRows } from '../../components/table/WaitingRows.tsx';
import { useSteadyRows } from '../../components/table/use-steady-rows.ts';
import { apiUrl } from '../../fetch/client.ts';
import { runListQuery } from '../../fetch/run-list.ts';
import { countOf, formatCount } from '../../format/number.ts';
import { rangeParams, type TimeRange } from '../../url/time-range.ts';
import { NoRuns } from './NoRuns.tsx';
import { listFilterIn, type RunsSearch } from './runs-search.ts';
import { runKeyOf, RunsTable } from './RunsTable.tsx';

interface Props {
  readonly search: RunsSearch;
  readonly range: TimeRange;
  /** Runs there are; undefined while that is not known. */
  readonly total: number | undefined;
  readonly onChange: (change: Readonly<Record<string, string | undefined>>) => void;
}

export const RunList = ({ search, range, total, onChange }: Props) => {
  const filter = { ...listFilterIn(search), sort: search.sort, order: search.order };
  const query = useInfiniteQuery(runListQuery(filter, range));
  const fresh = useMemo(() => onceEach(query.data?.pages.flatMap(({ items }) => items) ?? []), [query.data]);
  const { rows, waiting, frame, show } = useSteadyRows(
    fresh,
    runKeyOf,
    JSON.stringify([filter, range, query.isPlaceholderData]),
  );
  return (
    <Awaited query={query} what="The runs" loading={<LoadingRows rows={14} height={32} what="the runs" />}>
      {() =>
        rows.length === 0 ? (
          <NoRuns search={search} range={range} onChange={onChange} />
        ) : (
          <>
            <WaitingRows waiting={waiting} onShow={show}>
              {countOf(waiting, 'new run')}: show
            </WaitingRows>
            <div ref={frame}>
              <RunsTable runs={rows} search={search} onSort={(sort, order) => onChange({ sort, order })} />
            </div>
            <div className="flex flex-wrap items-baseline gap-x-4">
              <ShowMore query={query}>
                Show more: {formatCount(rows.length)}
                {total === undefined ? '' : ` of ${formatCount(Math.max(total, rows.length))}`} runs
              </ShowMore>
              <Exports search={search} range={range} total={total} />
            </div>
          </>
        )
      }
    </Awaited>
  );
};

/** While a page is read runs go on, so one may come twice. */
const onceEach = (runs: readonly Run[]): readonly Run[] => [
  ...new Map(runs.map((run) => [runKeyOf(run), run])).values(),
];

/** As many as the server puts in a file. */
const mostInFile = 20_000;

const Exports = ({ search, range, total = 0 }: Omit<Props, 'onChange'>) => {
  if (total > mostInFile)
    return (
      <p className="mt-3 ml-auto text-dim">
        A file holds {formatCount(mostInFile)} runs; narrow these to download them.
      </p>
    );
  const href = (format: string) => apiUrl('run-export', { ...listFilterIn(search), ...rangeParams(range), format });
  return <Downloads href={href} />;
};
