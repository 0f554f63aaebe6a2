import type { ColumnHealth } from '@sightglass/model/rest';
import { barLength } from '../../components/chart/bar-length.ts';
import { FigureCell } from '../../components/table/FigureCell.tsx';
import { LongTable } from '../../components/table/LongTable.tsx';
import { NameCell } from '../../components/table/NameCell.tsx';
import { figureColumns, HeadRow } from '../../components/table/HeadRow.tsx';
import { cell } from '../../components/table/table.ts';
import { countOf, formatCount, formatShare } from '../../format/number.ts';

/** The bar of all rows, in px. */
const wholePx = 320;

/** Columns that failed an expectation in the last files, the largest share of rows first. */
export const WorstColumns = ({ columns, files }: { columns: readonly ColumnHealth[]; files: number }) => {
  if (columns.length === 0) return null;
  return (
    <section aria-label="Worst columns" className="mt-10">
      <h2 className="text-name">Worst columns</h2>
      <p className="pb-1 text-dim">
        Over the last {countOf(files, 'file')}. Rows are counted by the expectation of the column that failed most in
        each file; its other expectations may have failed in more rows. A row may fail in several columns.
      </p>
      <LongTable
        caption="Columns, the largest share of failed rows first"
        rows={columns}
        head={
          <HeadRow
            columns={[
              'Column',
              ...figureColumns('Rows failed, at least', '% of rows', 'Files'),
              { name: 'Share of rows', width: 'w-full' },
            ]}
          />
        }
        row={(column, attributes) => (
          <tr {...attributes} key={column.column} className="hover:bg-raised">
            <NameCell name={column.column} extraClass="max-w-[32ch] font-mono text-second" />
            <FigureCell name="Rows failed, at least" value={column.broken} format={formatCount} />
            <FigureCell name="% of rows" value={shareOf(column)} format={formatShare} />
            <FigureCell
              name="Files"
              value={column.brokenFiles}
              format={(broken) => `${formatCount(broken)} of ${formatCount(column.files)}`}
            />
            <td className={`${cell} max-sm:hidden!`} aria-hidden="true">
              <svg viewBox={`0 0 ${wholePx} 6`} preserveAspectRatio="none" className="block h-1.5 w-80 max-lg:w-40">
                <rect width={wholePx} height="6" className="fill-line" />
                <rect width={barLength(shareOf(column), wholePx)} height="6" className="fill-bad" />
              </svg>
            </td>
          </tr>
        )}
      />
    </section>
  );
};

const shareOf = ({ broken, rows }: ColumnHealth): number => (rows === 0 ? 0 : broken / rows);
