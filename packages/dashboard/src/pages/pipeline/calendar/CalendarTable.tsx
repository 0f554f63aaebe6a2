import type { CalendarDay } from '@sightglass/model/rest';
import { Link } from '@tanstack/react-router';
import { FigureCell } from '../../../components/table/FigureCell.tsx';
import { figureColumns, HeadRow } from '../../../components/table/HeadRow.tsx';
import { LongTable } from '../../../components/table/LongTable.tsx';
import { cell } from '../../../components/table/table.ts';
import { formatCount } from '../../../format/number.ts';
import { dateWords, hasRuns, type RunsOfDay } from './day-link.ts';

interface Props {
  readonly days: readonly CalendarDay[];
  readonly linkOf: RunsOfDay;
}

/** Days on which there is nothing to tell. */
const silent: ReadonlySet<CalendarDay['shown']['id']> = new Set(['none', 'before', 'not-kept']);

/** The calendar in words: a row for each day on which runs started or were due, the latest first. */
export const CalendarTable = ({ days, linkOf }: Props) => {
  const rows = days.filter(({ shown }) => !silent.has(shown.id)).toReversed();
  return rows.length === 0 ? null : (
    <details className="mt-1">
      <summary className="cursor-pointer text-second text-dim hover:text-ink">In figures</summary>
      <LongTable
        caption="Runs by day, the latest first"
        rows={rows}
        head={
          <HeadRow columns={['Day', 'Worst', ...figureColumns('Runs', 'Missed'), { name: 'All', width: 'w-full' }]} />
        }
        row={(day, attributes) => (
          <tr key={day.date} {...attributes}>
            <th scope="row" className={`${cell} whitespace-nowrap`}>
              {hasRuns(day) ? (
                <Link {...linkOf(day)} className="link">
                  {dateWords(day)}
                </Link>
              ) : (
                dateWords(day)
              )}
            </th>
            <td className={`${cell} tone tone-${day.shown.tone} whitespace-nowrap`}>{day.shown.word}</td>
            <FigureCell name="Runs" value={day.runs} format={formatCount} />
            <FigureCell name="Missed" value={day.missed} format={formatCount} loud="text-bad" />
            <td className={`${cell} text-dim`}>{day.words}</td>
          </tr>
        )}
      />
    </details>
  );
};
