import { formatTime } from '../format/time.ts';
import { isFixed, spanNames, spans, type ApiRange, type Span } from './api-range.ts';

interface Props {
  readonly range: ApiRange;
  readonly onChange: (range: ApiRange) => void;
}

/** The time the page covers. */
export const RangeSelect = ({ range, onChange }: Props) => (
  <select
    aria-label="Time"
    className="control px-2"
    value={isFixed(range) ? 'range' : (range.last ?? '24h')}
    onChange={(event) => onChange({ last: event.target.value as Span })}
  >
    {isFixed(range) ? <option value="range">{rangeName(range)}</option> : null}
    {spans.map((span) => (
      <option key={span} value={span}>
        {spanNames[span]}
      </option>
    ))}
  </select>
);

const rangeName = ({ from, to }: ApiRange): string => {
  const name = (at: string | undefined) => (at === undefined ? '…' : formatTime(Date.parse(at), Date.now()));
  return `${name(from)} to ${name(to)}`;
};
