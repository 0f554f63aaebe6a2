import { frameClass, tableClass } from './table.ts';
import { useRowWindow } from './use-row-window.ts';

/** What the `tr` of a row is given: it is measured where only those in view exist, and then says the how manieth it is. */
export interface RowAttributes {
  readonly ref: ((row: HTMLTableRowElement | null) => void) | undefined;
  readonly 'data-index': number;
  readonly 'aria-rowindex': number | undefined;
}

interface Props<Row> {
  /** Said to those who do not see the table. */
  readonly caption: string;
  readonly rows: readonly Row[];
  /** In px. */
  readonly rowHeight?: number;
  readonly className?: string;
  /** A `colgroup`. */
  readonly columns?: React.ReactNode;
  /** A `tr`, as is the foot. */
  readonly head: React.ReactNode;
  readonly foot?: React.ReactNode;
  readonly row: (row: Row, attributes: RowAttributes) => React.ReactNode;
}

/** A table of any length: a long one scrolls in a frame of its own, in which only the rows in view exist. */
export const LongTable = <Row,>(props: Props<Row>) => {
  const { caption, rows, rowHeight, className = tableClass, columns, head, foot, row } = props;
  const { isWindowed, frame, measureRow, indexes, above, below } = useRowWindow(rows.length, rowHeight);
  const scrolled = isWindowed
    ? { className: `${frameClass} max-h-[480px] overflow-y-auto`, tabIndex: 0, 'aria-label': `${caption}, scrollable` }
    : { className: frameClass };
  return (
    <div ref={frame} {...scrolled}>
      <table className={className} aria-rowcount={isWindowed ? rows.length + 1 : undefined}>
        <caption className="sr-only">{caption}</caption>
        {columns}
        <thead className={isWindowed ? 'sticky top-0 z-1 bg-paper' : ''}>{head}</thead>
        <tbody>
          <WindowGap height={above} />
          {rowsAt(rows, indexes).map(({ value, index }) =>
            row(value, {
              ref: measureRow,
              'data-index': index,
              'aria-rowindex': isWindowed ? index + 2 : undefined,
            }),
          )}
          <WindowGap height={below} />
        </tbody>
        {foot === undefined ? null : <tfoot className={isWindowed ? 'sticky bottom-0 bg-paper' : ''}>{foot}</tfoot>}
      </table>
    </div>
  );
};

const rowsAt = <Row,>(rows: readonly Row[], indexes: readonly number[]) =>
  indexes.flatMap((index) => rows.slice(index, index + 1).map((value) => ({ value, index })));

/** Stands for the rows of a windowed table that are out of view. */
const WindowGap = ({ height }: { height: number }) =>
  height <= 0 ? null : (
    <tr aria-hidden="true">
      <td style={{ height }} className="border-0 p-0" />
    </tr>
  );
