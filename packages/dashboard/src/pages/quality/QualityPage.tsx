import { isCheckTrouble } from '@sightglass/model';
import type { ContractHealth } from '@sightglass/model/rest';
import { useInfiniteQuery, useQuery } from '@tanstack/react-query';
import { getRouteApi, useNavigate } from '@tanstack/react-router';
import { contractQuery, contractsQuery } from '../../fetch/queries.ts';
import { Awaited } from '../../components/answer/Awaited.tsx';
import { LoadingRows } from '../../components/answer/Notice.tsx';
import { Simulated } from '../../components/page/SimulatedMark.tsx';
import { useSimulated } from '../../fetch/use-simulated.ts';
import { PageHead } from '../../components/page/PageHead.tsx';
import { useShownError } from '../../components/answer/use-shown-error.ts';
import { readRangeOrAll } from '../../url/time-range.ts';
import { useSentence } from '../../words/use-sentence.ts';
import { ContractDetail } from './ContractDetail.tsx';
import { ContractFilters } from './ContractFilters.tsx';
import { ContractList } from './ContractList.tsx';
import { NothingChecked } from './NothingChecked.tsx';
import { NoSuchContract } from './NoSuchContract.tsx';
import {
  contractsFilter,
  findMeant,
  isNarrowed,
  mayBeSimulated,
  namedIn,
  namesOne,
  type QualitySearch,
  readQualitySearch,
} from './quality-search.ts';

const route = getRouteApi('/data/contracts');

/** Contracts, and one of them closely. The address holds which, and what the list is narrowed to. */
export const QualityPage = () => {
  const search = route.useSearch({ select: readQualitySearch });
  const navigate = useNavigate({ from: '/data/contracts' });
  const range = readRangeOrAll({ ...search });
  const { sort, order } = search;
  // The sentence, and what is shown closely where nothing is named, are about the worst, however the list is sorted.
  const worstFirst = useInfiniteQuery(contractsQuery(contractsFilter(search), range));
  const sorted = useInfiniteQuery({
    ...contractsQuery({ ...contractsFilter(search), sort, order }, range),
    enabled: sort !== undefined || order !== undefined,
  });
  const query = sort === undefined && order === undefined ? worstFirst : sorted;
  const error = useShownError(worstFirst);
  const contracts = worstFirst.data?.pages.flatMap((page) => page.items) ?? [];
  const sentence = useSentence(worstFirst.data?.pages[0]?.sentenceParts ?? []);
  const chosen = useChosen(contracts, worstFirst.isSuccess, search);
  const areSimulated = useSimulated(contracts.some(mayBeSimulated));
  const onChange = (change: Readonly<Record<string, string | undefined>>) =>
    void navigate({ search: (before) => readQualitySearch({ ...before, ...change }), resetScroll: false });
  const [worst] = contracts;
  const isAboutSimulated =
    worst !== undefined &&
    (isCheckTrouble(worst) || contracts.length === 1) &&
    areSimulated(({ namespace, name }) => namespace === worst.namespace && name === worst.pipeline);
  const isEmpty = worstFirst.data !== undefined && contracts.length === 0;
  if (isEmpty && !isNarrowed(search)) return <NothingChecked />;
  const words = isEmpty ? 'No contract matches.' : sentence;
  return (
    <>
      <PageHead
        tab="Data"
        above="Data"
        title={words || <Waiting hasFailed={error !== null} />}
        mark={isAboutSimulated ? <Simulated /> : undefined}
      >
        <ContractFilters search={search} onChange={onChange} />
      </PageHead>
      <Awaited query={query} what="The checks" loading={<LoadingRows rows={5} height={33} what="the checks" />}>
        {() => <ContractList query={query} search={search} chosen={chosen ?? undefined} onChange={onChange} />}
      </Awaited>
      {chosen === null ? <NoSuchContract search={search} contracts={contracts} /> : null}
      {chosen ? <ContractDetail health={chosen} /> : null}
    </>
  );
};

const Waiting = ({ hasFailed }: { hasFailed: boolean }) => (
  <span className="text-dim">{hasFailed ? 'The checks could not be read.' : 'Reading the checks …'}</span>
);

/** The contract the address names, wherever it is in the list, or null where there is none of that name; else the worst. */
const useChosen = (
  contracts: readonly ContractHealth[],
  isKnown: boolean,
  search: QualitySearch,
): ContractHealth | null | undefined => {
  const shown = findMeant(contracts, search);
  const isElsewhere = isKnown && shown === undefined && namesOne(search);
  const named = useQuery({ ...contractQuery(namedIn(search)), enabled: isElsewhere });
  if (!namesOne(search)) return contracts[0];
  if (isElsewhere && named.data === undefined) return undefined;
  return shown ?? findMeant(named.data?.items ?? [], search) ?? (isKnown ? null : undefined);
};
