import { EmptyNotice } from '../../components/answer/Notice.tsx';
import { OtherTimes } from '../../components/time/OtherTimes.tsx';
import type { TimeRange } from '../../url/time-range.ts';
import { type DatasetsSearch, isFiltered } from './datasets-search.ts';

interface Props {
  readonly search: DatasetsSearch;
  readonly range: TimeRange;
  readonly onChange: (change: Readonly<Record<string, string | undefined>>) => void;
}

const nothing = { q: undefined, in: undefined, role: undefined };

const code = 'font-mono text-second break-words';

/** Why the list is empty, and how it fills. */
export const NoDatasets = ({ search, range, onChange }: Props) => (
  <EmptyNotice
    title={isFiltered(search) ? 'No dataset of this time matches.' : 'No run reported a dataset in this time.'}
  >
    {isFiltered(search) ? null : <HowToReport />}
    <OtherTimes range={range} onChange={onChange}>
      {isFiltered(search) ? (
        <button type="button" className="control text-ink" onClick={() => onChange(nothing)}>
          Show all datasets of this time
        </button>
      ) : null}
    </OtherTimes>
  </EmptyNotice>
);

const HowToReport = () => (
  <>
    <p className="mt-2">In TypeScript, within a stage:</p>
    <pre className="mt-1 overflow-x-auto font-mono text-second leading-5" tabIndex={0}>
      {"stage.writes('postgres://db:5432', 'shop.public.orders', { rows: 1_200 });"}
    </pre>
    <p className="mt-2">Of any program:</p>
    <pre className="mt-1 overflow-x-auto font-mono text-second leading-5" tabIndex={0}>
      {'sightglass exec --reads orders.csv --writes postgres://db:5432/shop.public.orders -- ./load.sh'}
    </pre>
    <p className="mt-2">
      Files that are checked against a contract, and tables in statements that{' '}
      <code className={code}>@sightglass/sdk</code> observes, are reported by themselves.
    </p>
  </>
);
