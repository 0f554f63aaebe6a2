import type { ContractHealth } from '@sightglass/model/rest';
import { useInfiniteQuery, useQuery } from '@tanstack/react-query';
import { useSearch } from '@tanstack/react-router';
import { contractQuery, contractsQuery } from '../../fetch/queries.ts';
import { Awaited } from '../../components/answer/Awaited.tsx';
import { LoadingRows } from '../../components/answer/Notice.tsx';
import { ShowMore } from '../../components/answer/ShowMore.tsx';
import { PageHead } from '../../components/page/PageHead.tsx';
import { useShownError } from '../../components/answer/use-shown-error.ts';
import { formatCount } from '../../format/number.ts';
import { useSentence } from '../../words/use-sentence.ts';
import { ContractDetail } from './ContractDetail.tsx';
import { ContractTable } from './ContractTable.tsx';
import { NothingChecked } from './NothingChecked.tsx';
import { isMeant, readQualitySearch } from './quality-search.ts';

export const QualityPage = () => {
  const query = useInfiniteQuery(contractsQuery());
  const error = useShownError(query);
  const contracts = query.data?.pages.flatMap((page) => page.items) ?? [];
  const sentence = useSentence(query.data?.pages[0]?.sentenceParts ?? []);
  const chosen = useChosen(contracts, query.isSuccess);
  if (query.data !== undefined && contracts.length === 0) return <NothingChecked />;
  return (
    <>
      <PageHead tab="Data quality" above="Data quality" title={sentence || <Waiting hasFailed={error !== null} />} />
      <Awaited query={query} what="The checks" loading={<LoadingRows rows={5} height={33} what="the checks" />}>
        {() => <ContractTable contracts={contracts} chosen={chosen} />}
      </Awaited>
      <ShowMore query={query}>Show more than these {formatCount(contracts.length)} contracts</ShowMore>
      {chosen === undefined ? null : <ContractDetail health={chosen} />}
    </>
  );
};

const Waiting = ({ hasFailed }: { hasFailed: boolean }) => (
  <span className="text-dim">{hasFailed ? 'The checks could not be read.' : 'Reading the checks …'}</span>
);

/** The contract the address names, wherever it is in the list; else the worst. */
const useChosen = (contracts: readonly ContractHealth[], isKnown: boolean): ContractHealth | undefined => {
  const search = useSearch({ from: '/quality', select: readQualitySearch });
  const shown = contracts.find((health) => isMeant(health, search));
  const isElsewhere = isKnown && shown === undefined && search.pipeline !== undefined;
  const named = useQuery({ ...contractQuery(search), enabled: isElsewhere });
  if (isElsewhere && named.isPending) return undefined;
  return shown ?? named.data?.items.find((health) => isMeant(health, search)) ?? contracts[0];
};
