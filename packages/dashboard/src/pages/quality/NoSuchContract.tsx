import type { ContractHealth } from '@sightglass/model/rest';
import { Link } from '@tanstack/react-router';
import { namesOf, nearestContract, searchOf, type QualitySearch } from './quality-search.ts';

interface Props {
  readonly search: QualitySearch;
  readonly contracts: readonly ContractHealth[];
}

/** In the place of a contract that is not there: what was looked for, and the nearest name. */
export const NoSuchContract = ({ search, contracts }: Props) => {
  const near = nearestContract(contracts, search);
  return (
    <div role="status" className="mt-10 max-w-[68ch] border-l-2 border-warn py-1 pl-4">
      <p className="font-strong wrap-anywhere">No file has been checked against {namesOf(search)}.</p>
      <p className="mt-1 text-dim">
        {near === undefined ? (
          'Choose one of the contracts above.'
        ) : (
          <>
            The nearest is{' '}
            <Link to="/data/contracts" search={searchOf(near, search)} resetScroll={false} className="link">
              {near.contract ?? 'the contract'} of {near.pipeline}
            </Link>
            .
          </>
        )}
      </p>
    </div>
  );
};
