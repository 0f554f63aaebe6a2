import { formatTime } from '../format/time.ts';
import { type RangeSearch, rangeSpans, type RangeSpan } from '../url/range-search.ts';

interface Props {
  readonly search: RangeSearch;
  /** Where the address says nothing of time. */
  readonly usual: RangeSpan;
  readonly onChange: (next: Partial<Record<keyof RangeSearch, string | undefined>>) => void;
}

const spanNames: Record<RangeSpan, string> = {
  '15m': 'Last 15 minutes',
  '1h': 'Last hour',
  '6h': 'Last 6 hours',
  '24h': 'Last day',
  '7d': 'Last 7 days',
  all: 'All time',
};

export const RangeSelect = ({ search, usual, onChange }: Props) => {
  const { from, to, last } = search;
  const isRange = from !== undefined || to !== undefined;
  return (
    <select
      aria-label="Time"
      className="control px-2"
      value={isRange ? 'range' : (last ?? usual)}
      onChange={(event) => onChange({ last: event.target.value, from: undefined, to: undefined })}
    >
      {isRange ? <option value="range">{rangeName(search)}</option> : null}
      {rangeSpans.map((span) => (
        <option key={span} value={span}>
          {spanNames[span]}
        </option>
      ))}
    </select>
  );
};

const rangeName = ({ from, to }: RangeSearch): string => {
  const name = (at: string | undefined) => (at === undefined ? '…' : formatTime(Date.parse(at), Date.now()));
  return `${name(from)} to ${name(to)}`;
};
