import type { TimeWindow } from '@sightglass/model';
import { useId, useState } from 'react';
import { formatTime } from '../../format/time.ts';
import { wallText, wallTimeMs, zoneWord } from '../../format/zone.ts';
import { isFixed, type SpanOrAll, spanNames, type TimeRange, usualSpan, windowOf } from '../../url/time-range.ts';

interface Props<S extends SpanOrAll> {
  readonly range: TimeRange<S>;
  /** What the page covers where the range says nothing. */
  readonly usual: S;
  /** Those to choose from. */
  readonly spans: readonly S[];
  readonly onChange: (range: TimeRange<S>) => void;
}

const fixed = 'range';
const custom = 'custom';

/** The time the page covers: up to now, all of it, or from one time to another, in the chosen zone. */
export const RangeSelect = <S extends SpanOrAll>({ range, usual, spans, onChange }: Props<S>) => {
  const [isEditing, setEditing] = useState(false);
  const last: SpanOrAll = range.last ?? usual;
  const before = useRelative(range, usual);
  const choose = (value: string) => {
    setEditing(value === custom);
    const span = spans.find((one) => one === value);
    if (span !== undefined) onChange({ last: span });
  };
  return (
    <>
      <select
        aria-label="Time"
        className="control px-2"
        value={isEditing ? custom : isFixed(range) ? fixed : last}
        onChange={(event) => choose(event.target.value)}
      >
        {isFixed(range) ? <option value={fixed}>{rangeName(range)}</option> : null}
        {spans.map((span) => (
          <option key={span} value={span}>
            {spanNames[span]}
          </option>
        ))}
        <option value={custom}>From … to …</option>
      </select>
      {isFixed(range) && !isEditing ? (
        <button type="button" className="link" onClick={() => onChange({ last: before } as TimeRange<S>)}>
          Back to {spanNames[before].toLowerCase()}
        </button>
      ) : null}
      {isEditing ? (
        <FromTo
          start={windowOf({ ...range, last: last === 'all' ? usualSpan : last }, Date.now())}
          onChange={(next) => {
            setEditing(false);
            onChange(next);
          }}
        />
      ) : null}
    </>
  );
};

/** The time up to now that was looked at before one was chosen from … to …, where that is known; else the usual one. */
const useRelative = <S extends SpanOrAll>(range: TimeRange<S>, usual: S): S => {
  const [relative, setRelative] = useState(range.last ?? usual);
  const now = range.last ?? usual;
  if (!isFixed(range) && relative !== now) setRelative(now);
  return relative;
};

const minuteText = 'YYYY-MM-DDTHH:mm'.length;

interface FromToProps {
  /** What the clocks show at first. */
  readonly start: TimeWindow;
  readonly onChange: (range: { readonly from: string; readonly to: string }) => void;
}

/** Two clocks; it is applied when the one comes before the other. */
const FromTo = ({ start, onChange }: FromToProps) => {
  const id = useId();
  const [from, setFrom] = useState(wallText(start.fromMs ?? 0).slice(0, minuteText));
  const [to, setTo] = useState(wallText(start.toMs ?? 0).slice(0, minuteText));
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

const rangeName = ({ from, to }: TimeRange<SpanOrAll>): string => {
  const name = (at: string | undefined, open: string) =>
    at === undefined ? open : formatTime(Date.parse(at), Date.now());
  return `${name(from, '…')} to ${name(to, 'now')}`;
};
