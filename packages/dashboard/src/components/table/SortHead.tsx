import { headCell, headFigure } from './table.ts';

interface Props<By extends string> {
  readonly name: string;
  /** What the column orders by; undefined is the order when none is given. */
  readonly by: By | undefined;
  /** `order` is there when the order is turned. */
  readonly search: { readonly sort?: By | undefined; readonly order?: string | undefined };
  readonly onSort: (sort: By | undefined, isTurned: boolean) => void;
  /** A column of words, which begins with A. */
  readonly isWords?: boolean;
  readonly isFigure?: boolean;
  /** Classes: where it is left out. */
  readonly extraClass?: string;
}

/** A press orders by the column, the largest or latest first; another one turns the order. */
export const SortHead = <By extends string>(props: Props<By>) => {
  const { name, by, search, onSort, isWords = false, isFigure = by !== undefined && !isWords, extraClass = '' } = props;
  const isSorted = search.sort === by;
  const isTurned = isSorted && search.order !== undefined;
  const isUp = isTurned !== isWords;
  return (
    <th
      className={`${isFigure ? headFigure : headCell} ${extraClass}`}
      aria-sort={isSorted ? (isUp ? 'ascending' : 'descending') : undefined}
    >
      <button
        type="button"
        className={`hover:text-ink ${isSorted ? 'text-ink' : ''}`}
        onClick={() => onSort(by, isSorted && !isTurned)}
      >
        {name}
        <span aria-hidden="true" className={isSorted ? '' : 'opacity-40'}>
          {isUp ? ' ↑' : ' ↓'}
        </span>
      </button>
    </th>
  );
};
