import type { RunHours } from '@sightglass/model/rest';
import { Link } from '@tanstack/react-router';
import { useState } from 'react';
import { useWidth } from '../components/chart/use-width.ts';
import { useGridFocus } from '../components/table/use-grid-focus.ts';
import { countOf, formatCount } from '../format/number.ts';
import { formatTime, rangeWords } from '../format/time.ts';
import { clockHour, hourWords, weekdayNames } from '../words/hour-words.ts';
import { HeatTable } from './HeatTable.tsx';
import { type HourCell, hourCells, type HourMeasure, hourMeasures, transposed } from './hour-cells.ts';
import type { RunsOfHour } from './hour-link.ts';

interface Props {
  readonly hours: RunHours;
  readonly measure: HourMeasure;
  readonly onMeasure: (measure: HourMeasure) => void;
  readonly linkOf: RunsOfHour;
}

const measureNames: Readonly<Record<HourMeasure, string>> = {
  runs: 'Runs',
  unwell: 'Failed or missed',
  duration: 'Duration',
};

/** What the two axes and the shades are. */
const scaleWords: Readonly<Record<HourMeasure, string>> = {
  runs: 'By day and hour of start: the darker, the more runs; in red the part that failed or was missed.',
  unwell: 'By day and hour of start: the darker, the more runs failed or were missed.',
  duration: 'By day and hour of start: the darker, the longer runs take.',
};

/** Below this, in px, hours stand below one another: each stays wide enough for a finger. */
const leastSideways = 560;

/** When in the week runs start: the darker an hour, the more; a press leads to its runs. */
export const HeatMap = ({ hours, measure, onMeasure, linkOf }: Props) => {
  const [pointed, setPointed] = useState<HourCell | null>(null);
  const about = pointed === null ? totalWords(hours) : hourWords(pointed.weekHour, pointed.found);
  return (
    <>
      <div className="flex flex-wrap items-center gap-2 pb-2" role="group" aria-label="Shaded by">
        {hourMeasures.map((each) => (
          <button
            key={each}
            type="button"
            className="control"
            aria-pressed={each === measure}
            onClick={() => onMeasure(each)}
          >
            {measureNames[each]}
          </button>
        ))}
      </div>
      <Grid cells={hourCells(hours.items, measure)} measure={measure} linkOf={linkOf} onPoint={setPointed} />
      <p className="pt-1 text-tick text-dim">{scaleWords[measure]}</p>
      <p className="min-h-5 pt-1 text-second text-dim">{about}</p>
      <HeatTable items={hours.items} linkOf={linkOf} />
    </>
  );
};

/** A range that ended so lately goes on. */
const openMs = 120_000;

const totalWords = ({ items, from, to }: RunHours): string => {
  const runs = items.reduce((sum, item) => sum + item.runs, 0);
  const unwell = items.reduce((sum, item) => sum + item.unwell, 0);
  const when =
    Date.parse(to) < Date.now() - openMs
      ? rangeWords({ fromMs: Date.parse(from), toMs: Date.parse(to) })
      : `since ${formatTime(Date.parse(from), Date.now())}`;
  return `${countOf(runs, 'run')}${unwell === 0 ? '' : `, ${formatCount(unwell)} failed or missed`}, ${when}`;
};

interface GridProps extends Pick<Props, 'measure' | 'linkOf'> {
  readonly cells: readonly (readonly HourCell[])[];
  readonly onPoint: (cell: HourCell | null) => void;
}

const Grid = ({ cells, measure, linkOf, onPoint }: GridProps) => {
  const [frame, width] = useWidth<HTMLDivElement>();
  const isUpright = width > 0 && width < leastSideways;
  const rows = isUpright ? transposed(cells) : cells;
  const hourNames = Array.from({ length: 24 }, (_, hour) => clockHour(hour));
  const [rowNames, columnNames] = isUpright ? [hourNames, weekdayNames] : [weekdayNames, hourNames];
  const row = rows.findIndex((each) => each.some(({ found }) => found !== undefined));
  const column = rows[row]?.findIndex(({ found }) => found !== undefined) ?? 0;
  const { onKeyDown, cell: focusOf } = useGridFocus(
    { row: Math.max(0, row), column: Math.max(0, column) },
    { rows: rowNames.length, columns: columnNames.length },
  );
  return (
    <div ref={frame}>
      <table
        className="w-full table-fixed border-collapse"
        onKeyDown={onKeyDown}
        onPointerLeave={() => onPoint(null)}
        onBlur={() => onPoint(null)}
      >
        <caption className="sr-only">Runs by weekday and hour</caption>
        <thead>
          <tr>
            <td className="w-9" />
            {columnNames.map((name, index) => (
              <HeadCell key={name} name={name} isShown={isUpright || index % 3 === 0} />
            ))}
          </tr>
        </thead>
        <tbody>
          {rows.map((each, rowIndex) => (
            <tr key={rowNames[rowIndex]}>
              <th scope="row" className="pe-2 text-end text-tick text-dim">
                {rowNames[rowIndex]}
              </th>
              {each.map((cell, columnIndex) => (
                <td
                  key={cell.weekHour}
                  className="p-px"
                  onPointerEnter={() => onPoint(cell)}
                  onFocus={() => onPoint(cell)}
                >
                  <Hour cell={cell} measure={measure} linkOf={linkOf} focus={focusOf(rowIndex, columnIndex)} />
                </td>
              ))}
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
};

/** Of hours every third has room. */
const HeadCell = ({ name, isShown }: { name: string; isShown: boolean }) => (
  <th scope="col" className="h-5 overflow-visible text-tick whitespace-nowrap text-dim">
    <span className={isShown ? '' : 'sr-only'}>{name}</span>
  </th>
);

interface HourProps extends Pick<Props, 'measure' | 'linkOf'> {
  readonly cell: HourCell;
  readonly focus: ReturnType<ReturnType<typeof useGridFocus>['cell']>;
}

const hourClass = 'relative block h-5 w-full overflow-hidden';

/** Where it is shaded by runs, the part that did not go well is drawn from the bottom. */
const Hour = ({ cell: { weekHour, found, weight, unwellShare }, measure, linkOf, focus }: HourProps) => {
  const words = hourWords(weekHour, found);
  if (found === undefined)
    return (
      <span role="img" aria-label={words} className={hourClass} {...focus}>
        <span className="absolute inset-0 border border-line opacity-60" />
      </span>
    );
  const fill = measure === 'unwell' ? 'bg-bad' : 'bg-liquid';
  return (
    <Link {...linkOf(weekHour)} aria-label={words} className={`${hourClass} border border-line`} {...focus}>
      {weight === null ? null : <span className={`absolute inset-0 ${fill}`} style={{ opacity: 0.2 + 0.8 * weight }} />}
      {measure === 'runs' && unwellShare > 0 ? (
        <span
          className="absolute inset-x-0 bottom-0 min-h-[3px] border-t border-paper bg-bad"
          style={{ height: `${unwellShare * 100}%` }}
        />
      ) : null}
    </Link>
  );
};
