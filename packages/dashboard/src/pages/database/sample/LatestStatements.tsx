import type { SampleRow } from '@sightglass/model/rest';
import { FigureCell } from '../../../components/table/FigureCell.tsx';
import { figureColumns, HeadRow } from '../../../components/table/HeadRow.tsx';
import { LongTable } from '../../../components/table/LongTable.tsx';
import { cell } from '../../../components/table/table.ts';
import { formatDuration } from '../../../format/duration.ts';
import { formatCount } from '../../../format/number.ts';
import { Part } from '../../../components/page/Part.tsx';
import { numberOf, textOf } from './sample-values.ts';
import { Statement } from '../Statement.tsx';

const heads = ['Calls', 'Total', 'Mean', 'Slowest', 'Rows'];

/** The statements of all users that took the most time since the statistics of the database began. */
export const LatestStatements = ({ rows }: { rows: readonly SampleRow[] }) =>
  rows.length === 0 ? null : (
    <Part title="Costliest statements" note="of everyone, by the database's own statistics">
      <LongTable
        caption="Statements that took the most time in total"
        rows={rows}
        head={<HeadRow columns={['Statement', ...figureColumns(...heads)]} />}
        row={(row, attributes) => (
          <tr
            key={`${textOf(row, 'fingerprint')} ${attributes['data-index']}`}
            {...attributes}
            className="hover:bg-raised"
          >
            <th scope="row" className={cell}>
              <Statement text={textOf(row, 'statement')} width="max-w-[90ch]" />
            </th>
            <FigureCell name="Calls" value={numberOf(row, 'calls')} format={formatCount} />
            <FigureCell name="Total" value={numberOf(row, 'total_ms')} format={formatDuration} />
            <FigureCell name="Mean" value={numberOf(row, 'mean_ms')} format={formatDuration} />
            <FigureCell name="Slowest" value={numberOf(row, 'max_ms')} format={formatDuration} />
            <FigureCell name="Rows" value={numberOf(row, 'rows_in_all')} format={formatCount} />
          </tr>
        )}
      />
    </Part>
  );
