import { RangeSelect as TimeRangeSelect } from '../components/time/RangeSelect.tsx';
import { rangeSpans, type RangeSearch, type RangeSpan } from '../url/range-search.ts';
import { readTimeRange } from '../url/time-range.ts';

interface Props {
  readonly search: RangeSearch;
  /** Where the address says nothing of time. */
  readonly usual: RangeSpan;
  /** Those to choose from. */
  readonly spans?: readonly RangeSpan[];
  readonly onChange: (next: Partial<Record<keyof RangeSearch, string | undefined>>) => void;
}

/** The time of a search, which may also be all time. */
export const RangeSelect = ({ search, usual, spans = rangeSpans, onChange }: Props) => {
  const all = {
    isChosen: (search.last ?? usual) === 'all',
    onChoose: () => onChange({ last: 'all', from: undefined, to: undefined }),
  };
  return (
    <TimeRangeSelect
      range={readTimeRange({ ...search, last: search.last ?? usual })}
      onChange={({ last, from, to }) => onChange({ last, from, to })}
      {...(spans.includes('all') ? { all } : {})}
    />
  );
};
