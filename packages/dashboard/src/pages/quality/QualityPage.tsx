import { isCheckTrouble } from '@sightglass/model';
import type { ContractHealth } from '@sightglass/model/rest';
import { useInfiniteQuery, useQuery } from '@tanstack/react-query';
import { useSearch } from '@tanstack/react-router';
import { contractQuery, contractsQuery } from '../../fetch/queries.ts';
import { Awaited } from '../../components/answer/Awaited.tsx';
import { LoadingRows } from '../../components/answer/Notice.tsx';
import { ShowMore } from '../../components/answer/ShowMore.tsx';
import { Simulated } from '../../components/page/SimulatedMark.tsx';
import { useSimulated } from '../../fetch/use-simulated.ts';
import { PageHead } from '../../components/page/PageHead.tsx';
import { useShownError } from '../../components/answer/use-shown-error.ts';
import { formatCount } from '../../format/number.ts';
import { useSentence } from '../../words/use-sentence.ts';
import { ContractDetail } from './ContractDetail.tsx';
import { ContractTable } from './ContractTable.tsx';
import { NothingChecked } from './NothingChecked.tsx';
import { NoSuchContract } from './NoSuchContract.tsx';
import { findMeant, mayBeSimulated, namesOne, type QualitySearch, readQualitySearch } from './quality-search.ts';

export const QualityPage = () => {
  const query = useInfiniteQuery(contractsQuery());
  const error = useShownError(query);
  const contracts = query.data?.pages.flatMap((page) => page.items) ?? [];
  const sentence = useSentence(query.data?.pages[0]?.sentenceParts ?? []);
  const search = useSearch({ from: '/data/contracts', select: readQualitySearch });
  const chosen = useChosen(contracts, query.isSuccess, search);
  const areSimulated = useSimulated(contracts.some(mayBeSimulated));
  const [worst] = contracts;
  const isAboutSimulated =
    worst !== undefined &&
    (isCheckTrouble(worst) || contracts.length === 1) &&
    areSimulated(({ namespace, name }) => namespace === worst.namespace && name === worst.pipeline);
  if (query.data !== undefined && contracts.length === 0) return <NothingChecked />;
  return (
    <>
      <PageHead
        tab="Data"
        above="Data"
        title={sentence || <Waiting hasFailed={error !== null} />}
        mark={isAboutSimulated ? <Simulated /> : undefined}
      />
      <Awaited query={query} what="The checks" loading={<LoadingRows rows={5} height={33} what="the checks" />}>
        {() => <ContractTable contracts={contracts} chosen={chosen ?? undefined} />}
      </Awaited>
      <ShowMore query={query}>Show more than these {formatCount(contracts.length)} contracts</ShowMore>
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
  const named = useQuery({ ...contractQuery(search), enabled: isElsewhere });
  if (!namesOne(search)) return contracts[0];
  if (isElsewhere && named.data === undefined) return undefined;
  return shown ?? findMeant(named.data?.items ?? [], search) ?? (isKnown ? null : undefined);
};
