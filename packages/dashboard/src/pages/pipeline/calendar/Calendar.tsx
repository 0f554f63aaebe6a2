import { dayStates, shownDay } from '@sightglass/model';
import type { CalendarDay, PipelineCalendar } from '@sightglass/model/rest';
import { Link } from '@tanstack/react-router';
import { useState } from 'react';
import { useWidth } from '../../../components/chart/use-width.ts';
import { useGridFocus } from '../../../components/table/use-grid-focus.ts';
import { weekdayNames } from '../../../words/hour-words.ts';
import { CalendarTable } from './CalendarTable.tsx';
import { DayMark } from './DayMark.tsx';
import { dayWords, hasRuns, type RunsOfDay } from './day-link.ts';
import { sinceFirstRun, type Week, weeksOf } from './weeks.ts';

interface Props {
  readonly calendar: PipelineCalendar;
  readonly linkOf: RunsOfDay;
}

/** Of a day and of the names beside it, in px. */
const [dayWidth, namesWidth] = [24, 36];

/** The last months, a column for each week: the runs of a day and the worst of them. A press leads to its runs. */
export const Calendar = ({ calendar: { days }, linkOf }: Props) => {
  const [frame, width] = useWidth<HTMLDivElement>();
  const [pointed, setPointed] = useState<CalendarDay | null>(null);
  const room = Math.max(4, Math.floor((width - namesWidth) / dayWidth));
  const weeks = sinceFirstRun(weeksOf(days)).slice(-room);
  return (
    <div ref={frame} className="min-w-0">
      {width === 0 ? null : <Days weeks={weeks} linkOf={linkOf} onPoint={setPointed} />}
      <p className="min-h-5 pt-1 text-second text-dim">
        {pointed === null ? <Legend days={days} /> : dayWords(pointed)}
      </p>
      <CalendarTable days={days} linkOf={linkOf} />
    </div>
  );
};

interface DaysProps {
  readonly weeks: readonly Week[];
  readonly linkOf: RunsOfDay;
  readonly onPoint: (day: CalendarDay | null) => void;
}

const Days = ({ weeks, linkOf, onPoint }: DaysProps) => {
  const lastDay = weeks.at(-1)?.days.findLastIndex((day) => day !== null) ?? 0;
  const { onKeyDown, cell } = useGridFocus(
    { row: Math.max(0, lastDay), column: weeks.length - 1 },
    { rows: 7, columns: weeks.length },
  );
  return (
    <table
      className="border-collapse"
      onKeyDown={onKeyDown}
      onPointerLeave={() => onPoint(null)}
      onBlur={() => onPoint(null)}
    >
      <caption className="sr-only">Runs by day</caption>
      <thead>
        <tr>
          <td style={{ minWidth: namesWidth }} />
          {weeks.map(({ month, days: [monday] }, index) => (
            <th
              key={monday?.date}
              scope="col"
              className="relative h-5 text-tick text-dim"
              style={{ minWidth: dayWidth }}
            >
              {month === null || index > weeks.length - 2 ? (
                <span className="sr-only">week of {monday?.date}</span>
              ) : (
                <span className="absolute top-0 left-px">{month}</span>
              )}
            </th>
          ))}
        </tr>
      </thead>
      <tbody>
        {weekdayNames.map((name, row) => (
          <tr key={name}>
            <th scope="row" className="pe-2 text-end text-tick text-dim">
              {name}
            </th>
            {weeks.map(({ days }, column) => {
              const day = days[row] ?? null;
              return (
                <td
                  key={days[0]?.date}
                  className="p-px"
                  onPointerEnter={() => onPoint(day)}
                  onFocus={() => onPoint(day)}
                >
                  {day === null ? null : <Day day={day} linkOf={linkOf} focus={cell(row, column)} />}
                </td>
              );
            })}
          </tr>
        ))}
      </tbody>
    </table>
  );
};

interface DayProps {
  readonly day: CalendarDay;
  readonly linkOf: RunsOfDay;
  readonly focus: ReturnType<ReturnType<typeof useGridFocus>['cell']>;
}

const Day = ({ day, linkOf, focus }: DayProps) => {
  const mark = <DayMark id={day.shown.id} size={dayWidth - 2} />;
  return hasRuns(day) ? (
    <Link {...linkOf(day)} aria-label={dayWords(day)} className="block hover:outline-1 hover:outline-edge" {...focus}>
      {mark}
    </Link>
  ) : (
    <span role="img" aria-label={dayWords(day)} className="block" {...focus}>
      {mark}
    </span>
  );
};

/** What the marks mean that are there. */
const Legend = ({ days }: { days: readonly CalendarDay[] }) => {
  const seen = new Set(days.map(({ shown }) => shown.id));
  return (
    <span className="flex flex-wrap gap-x-4 gap-y-1">
      {dayStates
        .filter((id) => seen.has(id) && id !== 'before')
        .map((id) => (
          <span key={id} className="inline-flex items-center gap-1.5">
            <DayMark id={id} size={12} /> {shownDay(id).word}
          </span>
        ))}
    </span>
  );
};
