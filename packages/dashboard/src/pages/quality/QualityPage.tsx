import { useInfiniteQuery, useQuery } from '@tanstack/react-query';
import { useSearch } from '@tanstack/react-router';
import { contractQuery, contractsQuery } from '../../api/queries.ts';
import { ErrorNotice, LoadingRows, StaleNotice } from '../../components/Notice.tsx';
import { PageHead } from '../../components/PageHead.tsx';
import { useShownError } from '../../components/use-shown-error.ts';
import { useTicking } from '../../components/use-now.ts';
import { qualityHeadline } from '../../words/quality-sentence.ts';
import { ContractDetail } from './ContractDetail.tsx';
import { ContractTable } from './ContractTable.tsx';
import { NothingChecked } from './NothingChecked.tsx';
import { isMeant, readQualitySearch } from './quality-search.ts';

export const QualityPage = () => {
  const query = useInfiniteQuery(contractsQuery());
  const error = useShownError(query);
  const search = useSearch({ from: '/quality', select: readQualitySearch });
  const contracts = query.data?.pages.flatMap((page) => page.items) ?? [];
  const shown = contracts.find((health) => isMeant(health, search));
  const isElsewhere = query.isSuccess && shown === undefined && search.pipeline !== undefined;
  const named = useQuery({ ...contractQuery(search), enabled: isElsewhere });
  const sentence = useTicking((now) =>
    contracts.length === 0 ? '' : qualityHeadline(contracts, query.hasNextPage, now),
  );
  const retry = () => void query.refetch();
  if (query.data === undefined)
    return (
      <>
        <PageHead
          tab="Data quality"
          title={
            <span className="text-dim">{error === null ? 'Reading the checks …' : 'The checks are out of sight.'}</span>
          }
        />
        {error === null ? (
          <LoadingRows rows={6} height={40} what="the checks" />
        ) : (
          <ErrorNotice what="The checks" error={error} retry={retry} />
        )}
      </>
    );
  if (contracts.length === 0) return <NothingChecked />;
  const chosen = shown ?? named.data?.items.find((health) => isMeant(health, search)) ?? contracts[0];
  return (
    <>
      <PageHead tab="Data quality" title={sentence} above="Data quality" />
      {error === null ? null : <StaleNotice error={error} retry={retry} />}
      <ContractTable contracts={contracts} chosen={chosen} />
      {query.hasNextPage ? (
        <button
          type="button"
          className="control mt-3"
          disabled={query.isFetchingNextPage}
          onClick={() => void query.fetchNextPage()}
        >
          Show more than these {contracts.length} contracts
        </button>
      ) : null}
      {chosen === undefined ? null : <ContractDetail health={chosen} />}
    </>
  );
};
