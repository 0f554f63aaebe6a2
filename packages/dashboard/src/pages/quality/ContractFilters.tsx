import { checkResults, checkResultWords } from '@sightglass/model';
import { TextFilter } from '../../components/filter/TextFilter.tsx';
import { RangeSelect } from '../../components/time/RangeSelect.tsx';
import { readRangeOrAll, spansAndAll } from '../../url/time-range.ts';
import type { QualitySearch } from './quality-search.ts';

interface Props {
  readonly search: QualitySearch;
  readonly onChange: (change: Readonly<Record<string, string | undefined>>) => void;
}

/** What the list is narrowed to; all of it is in the address. */
export const ContractFilters = ({ search, onChange }: Props) => (
  <search aria-label="Contracts" className="mt-4 flex flex-wrap items-center gap-2">
    <RangeSelect
      range={readRangeOrAll({ ...search })}
      usual="all"
      spans={spansAndAll}
      onChange={({ last, from, to }) => onChange({ last, from, to })}
    />
    <TextFilter name="Contract or pipeline" value={search.find ?? ''} onChange={(find) => onChange({ find })} />
    <div className="flex flex-wrap items-center gap-2" role="group" aria-label="Results">
      <button
        type="button"
        className="control"
        aria-pressed={search.result === undefined}
        onClick={() => onChange({ result: undefined })}
      >
        All
      </button>
      {checkResults.map((result) => (
        <button
          key={result}
          type="button"
          className="control"
          aria-pressed={search.result === result}
          onClick={() => onChange({ result })}
        >
          {checkResultWords[result].word}
        </button>
      ))}
    </div>
  </search>
);
