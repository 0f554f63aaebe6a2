import type { ContractHealth, ContractHealthPage } from '@sightglass/model/rest';
import type { InfiniteData, UseInfiniteQueryResult } from '@tanstack/react-query';
import { useMemo } from 'react';
import { EmptyNotice } from '../../components/answer/Notice.tsx';
import { ShowMore } from '../../components/answer/ShowMore.tsx';
import { Downloads } from '../../components/table/Downloads.tsx';
import { useSteadyRows } from '../../components/table/use-steady-rows.ts';
import { WaitingRows } from '../../components/table/WaitingRows.tsx';
import { apiUrl } from '../../fetch/client.ts';
import { countOf, formatCount } from '../../format/number.ts';
import { rangeParamsOrAll, readRangeOrAll } from '../../url/time-range.ts';
import { contractKeyOf, ContractTable } from './ContractTable.tsx';
import { contractsFilter, type QualitySearch } from './quality-search.ts';

interface Props {
  readonly query: UseInfiniteQueryResult<InfiniteData<ContractHealthPage>>;
  readonly search: QualitySearch;
  readonly chosen: ContractHealth | undefined;
  readonly onChange: (change: Readonly<Record<string, string | undefined>>) => void;
}

/** The rows stay where they are while they are pointed at. */
export const ContractList = ({ query, search, chosen, onChange }: Props) => {
  const { find, result, sort, order } = search;
  const range = readRangeOrAll({ ...search });
  const fresh = useMemo(() => query.data?.pages.flatMap(({ items }) => items) ?? [], [query.data]);
  const listKey = JSON.stringify([find, result, sort, order, range, query.isPlaceholderData]);
  const { rows, waiting, frame, show } = useSteadyRows(fresh, contractKeyOf, listKey);
  if (rows.length === 0)
    return (
      <EmptyNotice title="No contract matches.">
        <button
          type="button"
          className="control mt-1 text-ink"
          onClick={() =>
            onChange({ find: undefined, result: undefined, last: undefined, from: undefined, to: undefined })
          }
        >
          Show all
        </button>
      </EmptyNotice>
    );
  return (
    <>
      <WaitingRows waiting={waiting} onShow={show}>
        {countOf(waiting, 'new contract')}: show
      </WaitingRows>
      <div ref={frame}>
        <ContractTable
          contracts={rows}
          chosen={rows.find((one) => chosen !== undefined && contractKeyOf(one) === contractKeyOf(chosen))}
          search={search}
          onSort={(by, turned) => onChange({ sort: by, order: turned === undefined ? undefined : 'turned' })}
        />
      </div>
      <div className="flex flex-wrap items-baseline gap-x-4">
        <ShowMore query={query}>Show more than these {formatCount(rows.length)} contracts</ShowMore>
        <Downloads
          href={(format) => apiUrl('check-export', { ...contractsFilter(search), ...rangeParamsOrAll(range), format })}
        />
      </div>
    </>
  );
};
