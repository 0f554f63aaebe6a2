import { useMemo } from 'react';
import { formatTime } from '../../format/time.ts';
import { FigureCell } from '../table/FigureCell.tsx';
import { figureColumns, HeadRow } from '../table/HeadRow.tsx';
import { LongTable } from '../table/LongTable.tsx';
import { cell } from '../table/table.ts';
import { captionAt, type Figure, linesOf, stepsWithFigures } from './figures.ts';
import { TimeChart } from './TimeChart.tsx';
import type { ChartBand } from './time-chart-options.ts';

interface Props {
  readonly title: string;
  /** Begin of each step, in Unix milliseconds. */
  readonly timesMs: readonly number[];
  readonly figures: readonly Figure[];
  readonly window: { readonly fromMs: number; readonly toMs: number };
  /** Beside the title, while no step is pointed at. */
  readonly summary: string;
  readonly bands?: readonly ChartBand[];
  readonly hasGaps?: boolean;
  /** A press on a step. */
  readonly onPress: (step: number) => void;
  /** The time of a step in the table, which leads where a press does. */
  readonly timeOf: (step: number) => React.ReactNode;
}

/** Figures over time as a chart, and as a table under it. */
export const FigureChart = (props: Props) => {
  const { title, timesMs, figures, window, summary, bands = none, hasGaps = false, onPress, timeOf } = props;
  const lines = useMemo(() => linesOf(figures), [figures]);
  const format = figures.find(({ line }) => line !== undefined)?.format ?? String;
  const caption = (step: number | null): string => {
    const at = step === null ? undefined : timesMs[step];
    return step === null || at === undefined ? summary : `${formatTime(at, Date.now())} · ${captionAt(figures, step)}`;
  };
  return (
    <div className="min-w-0">
      <TimeChart
        title={title}
        timesMs={timesMs}
        lines={lines}
        window={window}
        format={format}
        caption={caption}
        bands={bands}
        hasGaps={hasGaps}
        onPress={onPress}
      />
      <FigureTable title={title} figures={figures} timeOf={timeOf} />
    </div>
  );
};

const none: readonly ChartBand[] = [];

/** A row for each step in which anything was measured. */
const FigureTable = ({ title, figures, timeOf }: Pick<Props, 'title' | 'figures' | 'timeOf'>) => (
  <details className="mt-1">
    <summary className="cursor-pointer text-second text-dim hover:text-ink">In figures</summary>
    <LongTable
      caption={`${title} over time`}
      rows={stepsWithFigures(figures)}
      head={<HeadRow columns={['Time', ...figureColumns(...figures.map(({ name }) => name))]} />}
      row={(step, attributes) => (
        <tr key={step} {...attributes}>
          <th scope="row" className={cell}>
            {timeOf(step)}
          </th>
          {figures.map(({ name, values, format, loud }) => (
            <FigureCell key={name} name={name} value={values[step]} format={format} loud={loud} />
          ))}
        </tr>
      )}
    />
  </details>
);
