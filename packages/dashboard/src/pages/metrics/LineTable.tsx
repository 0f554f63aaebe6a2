import { Sparkline } from '../../components/chart/Sparkline.tsx';
import { FigureCell } from '../../components/table/FigureCell.tsx';
import { figureColumns, HeadRow } from '../../components/table/HeadRow.tsx';
import { LongTable } from '../../components/table/LongTable.tsx';
import { cell } from '../../components/table/table.ts';
import { countOf } from '../../format/number.ts';
import { mostDrawn, type MetricLine } from './chart-lines.ts';

interface Props {
  readonly lines: readonly MetricLine[];
  readonly format: (value: number) => string;
}

/** The chart in figures: a row for each line, also of those that are not drawn. */
export const LineTable = ({ lines, format }: Props) => {
  const rows = lines.map((line, index) => ({ line, index }));
  return (
    <div className="mt-4">
      <LongTable
        caption="Lines of the chart"
        rows={rows}
        head={
          <HeadRow
            columns={[
              { name: 'Line', width: 'w-full' },
              ...figureColumns('Least', 'Most', 'Latest', 'Steps'),
              { name: 'Over time', width: 'min-w-[160px]' },
            ]}
          />
        }
        row={({ line, index }, attributes) => (
          <tr key={JSON.stringify(line.labels)} {...attributes}>
            <th scope="row" className={`${cell} max-w-0 min-w-[18ch] truncate max-sm:max-w-full`} title={titleOf(line)}>
              {index < mostDrawn ? <Swatch line={line} /> : null}
              {line.name}
            </th>
            <FigureCell name="Least" value={line.least} format={format} />
            <FigureCell name="Most" value={line.most} format={format} />
            <FigureCell name="Latest" value={line.latest} format={format} />
            <FigureCell
              name="Steps"
              value={stepsOf(line)}
              format={String}
              title="Steps in which something was received"
            />
            <td className={`${cell} min-w-[160px]`}>
              <Sparkline values={line.values} label={`${line.name} over time`} width={160} />
            </td>
          </tr>
        )}
      />
      <p className="pt-1 text-second text-dim">{countOf(lines.length, 'line')}, the highest first</p>
    </div>
  );
};

const stepsOf = ({ values }: MetricLine): number => values.filter((value) => value !== null).length;

const titleOf = ({ labels }: MetricLine): string =>
  Object.entries(labels)
    .map(([key, value]) => `${key}: ${value}`)
    .join(', ');

const dashArrays = { solid: undefined, dashed: '6 3', dotted: '1.5 3' } as const;

/** How the line looks in the chart. */
const Swatch = ({ line: { role, dash } }: { readonly line: MetricLine }) => (
  <svg width="24" height="8" aria-hidden="true" className="mr-2 inline-block align-middle">
    <path d="M0 4H24" stroke={`var(--${role})`} strokeWidth="2" strokeDasharray={dashArrays[dash]} />
  </svg>
);
