import type { SampleRow } from '@sightglass/model/rest';
import { FigureCell } from '../../../components/table/FigureCell.tsx';
import { cell, headCell, headFigure, tableClass } from '../../../components/table/table.ts';
import { formatDuration } from '../../../format/duration.ts';
import { formatCount } from '../../../format/number.ts';
import { Part } from '../../../components/page/Part.tsx';
import { numberOf, textOf } from './sample-values.ts';
import { Statement } from '../Statement.tsx';

const heads = ['Calls', 'In all', 'Mean', 'Slowest', 'Rows'];

/** What cost the database most, of all its users, since its own statistics began. */
export const LatestStatements = ({ rows }: { rows: readonly SampleRow[] }) =>
  rows.length === 0 ? null : (
    <Part title="Costliest statements" note="of everyone, by the database's own statistics">
      <table className={tableClass}>
        <caption className="sr-only">Statements that took the most time in all</caption>
        <thead>
          <tr>
            <th className={headCell}>Statement</th>
            {heads.map((head) => (
              <th key={head} className={headFigure}>
                {head}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {rows.map((row, index) => (
            <tr key={`${textOf(row, 'fingerprint')} ${index}`} className="hover:bg-raised">
              <th scope="row" className={cell}>
                <Statement text={textOf(row, 'statement')} width="max-w-[90ch]" />
              </th>
              <FigureCell name="Calls" value={numberOf(row, 'calls')} format={formatCount} />
              <FigureCell name="In all" value={numberOf(row, 'total_ms')} format={formatDuration} />
              <FigureCell name="Mean" value={numberOf(row, 'mean_ms')} format={formatDuration} />
              <FigureCell name="Slowest" value={numberOf(row, 'max_ms')} format={formatDuration} />
              <FigureCell name="Rows" value={numberOf(row, 'rows_in_all')} format={formatCount} />
            </tr>
          ))}
        </tbody>
      </table>
    </Part>
  );
