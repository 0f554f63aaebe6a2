import { Link } from '@tanstack/react-router';
import { FigureCell } from '../components/table/FigureCell.tsx';
import { figureColumns, HeadRow } from '../components/table/HeadRow.tsx';
import { LongTable } from '../components/table/LongTable.tsx';
import { cell } from '../components/table/table.ts';
import { formatDuration } from '../format/duration.ts';
import { formatCount } from '../format/number.ts';
import { type RunHour, weekHourWords } from '../words/hour-words.ts';
import type { RunsOfHour } from './hour-link.ts';

interface Props {
  readonly items: readonly RunHour[];
  readonly linkOf: RunsOfHour;
}

/** The heat map in figures: a row for each hour in which runs started or were missed. */
export const HeatTable = ({ items, linkOf }: Props) =>
  items.length === 0 ? null : (
    <details className="mt-1">
      <summary className="cursor-pointer text-second text-dim hover:text-ink">In figures</summary>
      <LongTable
        caption="Runs by hour of the week"
        rows={items}
        head={<HeadRow columns={['Hour', ...figureColumns('Runs', 'Failed or missed', 'Median duration')]} />}
        row={(item, attributes) => (
          <tr key={item.weekHour} {...attributes}>
            <th scope="row" className={cell}>
              <Link {...linkOf(item.weekHour)} className="link">
                {weekHourWords(item.weekHour)}
              </Link>
            </th>
            <FigureCell name="Runs" value={item.runs} format={formatCount} />
            <FigureCell name="Failed or missed" value={item.unwell} format={formatCount} loud="text-bad" />
            <FigureCell name="Median duration" value={item.medianMs} format={formatDuration} />
          </tr>
        )}
      />
    </details>
  );
