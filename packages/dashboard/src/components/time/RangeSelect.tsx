import { useId, useState } from 'react';
import { formatTime } from '../../format/time.ts';
import { wallText, wallTimeMs, zoneWord } from '../../format/zone.ts';
import { isFixed, type Span, spanNames, spans, type TimeRange, usualSpan, windowOf } from '../../url/time-range.ts';

interface Props {
  readonly range: TimeRange;
  readonly onChange: (range: TimeRange) => void;
  /** Where the page also covers all time: whether it does, and how to. */
  readonly all?: { readonly isChosen: boolean; readonly onChoose: () => void };
}

const fixed = 'range';
const custom = 'custom';
const allTime = 'all';

/** The time the page covers: up to now, or from one time to another, in the chosen zone. */
export const RangeSelect = ({ range, onChange, all }: Props) => {
  const [isEditing, setEditing] = useState(false);
  const choose = (value: string) => {
    setEditing(value === custom);
    if (value === allTime) all?.onChoose();
    else if (value !== custom && value !== fixed) onChange({ last: value as Span });
  };
  return (
    <>
      <select
        aria-label="Time"
        className="control px-2"
        value={isEditing ? custom : chosenOf(range, all?.isChosen === true)}
        onChange={(event) => choose(event.target.value)}
      >
        {isFixed(range) ? <option value={fixed}>{rangeName(range)}</option> : null}
        {spans.map((span) => (
          <option key={span} value={span}>
            {spanNames[span]}
          </option>
        ))}
        {all === undefined ? null : <option value={allTime}>All time</option>}
        <option value={custom}>From … to …</option>
      </select>
      {isEditing ? (
        <FromTo
          range={range}
          onChange={(next) => {
            setEditing(false);
            onChange(next);
          }}
        />
      ) : null}
    </>
  );
};

const chosenOf = (range: TimeRange, isAll: boolean): string => {
  if (isFixed(range)) return fixed;
  return isAll ? allTime : (range.last ?? usualSpan);
};

const minuteText = 'YYYY-MM-DDTHH:mm'.length;

/** Two clocks; it is applied when the one comes before the other. */
const FromTo = ({ range, onChange }: Pick<Props, 'range' | 'onChange'>) => {
  const id = useId();
  const window = windowOf(range, Date.now());
  const [from, setFrom] = useState(wallText(window.fromMs ?? 0).slice(0, minuteText));
  const [to, setTo] = useState(wallText(window.toMs ?? 0).slice(0, minuteText));
  const [fromMs, toMs] = [wallTimeMs(from), wallTimeMs(to)];
  const isRight = fromMs < toMs;
  const apply = () => {
    if (isRight) onChange({ from: new Date(fromMs).toISOString(), to: new Date(toMs).toISOString() });
  };
  const onKey = (event: React.KeyboardEvent) => {
    if (event.key !== 'Enter') return;
    event.preventDefault();
    apply();
  };
  return (
    <span className="flex flex-wrap items-center gap-2" onKeyDown={onKey}>
      <input
        type="datetime-local"
        aria-label={`From, in ${zoneName()}`}
        aria-describedby={isRight ? undefined : id}
        className="control px-2"
        value={from}
        onChange={(event) => setFrom(event.target.value)}
        autoFocus
      />
      <span className="text-dim">to</span>
      <input
        type="datetime-local"
        aria-label={`To, in ${zoneName()}`}
        className="control px-2"
        value={to}
        onChange={(event) => setTo(event.target.value)}
      />
      <button type="button" className="control" disabled={!isRight} onClick={apply}>
        Show
      </button>
      <span id={id} className="text-second text-dim">
        {isRight ? zoneName() : 'It begins after it ends.'}
      </span>
    </span>
  );
};

const zoneName = (): string => (zoneWord() === 'local' ? 'local time' : zoneWord());

const rangeName = ({ from, to }: TimeRange): string => {
  const name = (at: string | undefined, open: string) =>
    at === undefined ? open : formatTime(Date.parse(at), Date.now());
  return `${name(from, '…')} to ${name(to, 'now')}`;
};
