import { headCell, headFigure } from './table.ts';

interface Props<By extends string> {
  readonly name: string;
  /** What the column orders by; undefined: the order when none is given. */
  readonly by: By | undefined;
  readonly sort: By | undefined;
  readonly order?: 'asc' | undefined;
  readonly isFigure?: boolean;
  /** A class, where the column takes more than it needs or is left out of narrow windows. */
  readonly width?: string;
  /** `hasOneWay`: undefined as well. */
  readonly onSort: (sort: By | undefined, order: 'asc' | undefined) => void;
  /** Which way it goes when it is pressed first. */
  readonly direction?: 'ascending' | 'descending';
  /** Another press does not turn the order. */
  readonly hasOneWay?: boolean;
}

/** A press orders by the column; another one turns the order. */
export const SortHead = <By extends string>(props: Props<By>) => {
  const { name, by, sort, order, isFigure = false, width = '', onSort } = props;
  const { direction = 'descending', hasOneWay = false } = props;
  const isSorted = sort === by;
  const isTurned = isSorted && order === 'asc';
  const opposite = direction === 'ascending' ? 'descending' : 'ascending';
  const shown = isTurned ? opposite : direction;
  return (
    <th className={`${isFigure ? headFigure : headCell} ${width}`} aria-sort={isSorted ? shown : undefined}>
      <button
        type="button"
        className={`hover:text-ink ${isSorted ? 'text-ink' : ''}`}
        onClick={() => onSort(by, isSorted && !isTurned && !hasOneWay ? 'asc' : undefined)}
      >
        {name}
        <span aria-hidden="true" className={isSorted ? '' : 'opacity-40'}>
          {shown === 'ascending' ? ' ↑' : ' ↓'}
        </span>
      </button>
    </th>
  );
};
