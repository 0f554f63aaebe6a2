import { Fragment } from 'react';
import { formatCompact, formatCount } from '../../format/number.ts';
import { Simulated } from '../../components/page/SimulatedMark.tsx';
import { termState } from '../../logs/query-terms.ts';

export interface Narrowing {
  readonly query: string;
  readonly onFilter: (key: string, value: string, negated: boolean) => void;
}

interface Props extends Narrowing {
  readonly name: string;
  /** Whether a value stands only for what was made up. */
  readonly isSimulated?: (value: string) => boolean;
  readonly values: readonly { readonly value: string; readonly count: number }[];
}

/** Values of one key, with how often they come; a press filters for one, "not" excludes it. */
export const FacetValues = ({ name, values, isSimulated, query, onFilter }: Props) => {
  const most = Math.max(1, ...values.map(({ count }) => count));
  return (
    <ul>
      {values.map(({ value, count }) => (
        <Value
          key={value}
          name={name}
          value={value}
          count={count}
          isSimulated={isSimulated?.(value) ?? false}
          share={count / most}
          query={query}
          onFilter={onFilter}
        />
      ))}
    </ul>
  );
};

/** Names that begin alike are told apart by their ends, so they may go on in a second line, after a dot. */
const breakable = (value: string): React.ReactNode =>
  value.split(/(?<=\.)/u).map((part, index) => (
    <Fragment key={index}>
      {index === 0 ? null : <wbr />}
      {part}
    </Fragment>
  ));

interface ValueProps extends Narrowing {
  readonly name: string;
  readonly value: string;
  readonly count: number;
  readonly isSimulated: boolean;
  readonly share: number;
}

const Value = ({ name, value, count, isSimulated, share, query, onFilter }: ValueProps) => {
  const state = termState(query, name, value);
  const toneClass = state === 'wanted' ? 'text-fluid' : state === 'excluded' ? 'text-dim line-through' : '';
  return (
    <li className="group relative flex min-h-6 items-center gap-2 border-b border-line">
      <span
        aria-hidden="true"
        className="absolute bottom-[-1px] left-0 h-px bg-edge"
        style={{ width: `${share * 100}%` }}
      />
      <button
        type="button"
        aria-pressed={state === 'wanted'}
        onClick={() => onFilter(name, value, false)}
        title={value}
        className={`line-clamp-2 min-w-0 flex-1 text-start wrap-anywhere hover:underline ${toneClass}`}
      >
        {value === '' ? <span className="text-dim">empty</span> : breakable(value)}
      </button>
      {isSimulated ? <Simulated /> : null}
      <button
        type="button"
        aria-pressed={state === 'excluded'}
        aria-label={`No records with ${name} ${value}`}
        onClick={() => onFilter(name, value, true)}
        className="px-1 text-second text-dim opacity-0 group-hover:opacity-100 aria-pressed:opacity-100 pointer-coarse:opacity-100 hover:text-bad focus-visible:opacity-100"
      >
        not
      </button>
      <span className="text-second text-dim" title={formatCount(count)}>
        {formatCompact(count)}
      </span>
    </li>
  );
};
