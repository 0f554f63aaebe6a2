import { EmptyNotice } from '../../components/answer/Notice.tsx';
import { OtherTimes } from '../../components/time/OtherTimes.tsx';
import type { TimeRange } from '../../url/time-range.ts';
import { isFiltered, type RunsSearch } from './runs-search.ts';

interface Props {
  readonly search: RunsSearch;
  readonly range: TimeRange;
  readonly onChange: (change: Readonly<Record<string, string | undefined>>) => void;
}

const nothing = {
  state: undefined,
  only: undefined,
  namespace: undefined,
  pipeline: undefined,
  owner: undefined,
  environment: undefined,
  version: undefined,
  error: undefined,
  cause: undefined,
  system: undefined,
  hour: undefined,
  zone: undefined,
};

/** Why the list is empty, and how it fills. */
export const NoRuns = ({ search, range, onChange }: Props) => (
  <EmptyNotice title={isFiltered(search) ? 'No run of this time matches.' : 'No run started in this time.'}>
    <p>
      {search.system === undefined
        ? 'A run is listed by when it started, also when it goes on long after.'
        : 'A run is listed here when it has reported that it used this system, and went on in this time.'}
    </p>
    <OtherTimes range={range} onChange={onChange}>
      {isFiltered(search) ? (
        <button type="button" className="control text-ink" onClick={() => onChange(nothing)}>
          Show all runs of this time
        </button>
      ) : null}
    </OtherTimes>
  </EmptyNotice>
);
