import type { Dependency, MetricSeries } from '@sightglass/model/rest';
import { useQuery } from '@tanstack/react-query';
import { poolFigureQuery } from '../../../fetch/queries.ts';
import { FigureCell } from '../../../components/table/FigureCell.tsx';
import { Sparkline } from '../../../components/chart/Sparkline.tsx';
import { cell, headCell, headFigure, tableClass } from '../../../components/table/table.ts';
import { formatCount, formatShare } from '../../../format/number.ts';
import { Part } from '../../../components/page/Part.tsx';

const heads = ['Most in use', 'Pool size', 'Saturation', 'Most waiting', 'Timeouts'];

/** How full the pools of observed programs were over the last day. */
export const Pools = ({ database: { host, port, database } }: { database: Dependency }) => {
  const pool = `${host}:${port}/${database}`;
  const used = useQuery(poolFigureQuery(pool, 'pipeline.db.pool.used.max', 'max'));
  const size = useQuery(poolFigureQuery(pool, 'db.client.connection.max', 'max'));
  const pending = useQuery(poolFigureQuery(pool, 'pipeline.db.pool.pending.max', 'max'));
  const timeouts = useQuery(poolFigureQuery(pool, 'db.client.connection.timeouts', 'sum'));
  const programs = (used.data?.series ?? []).map(({ labels }) => labels['service.name'] ?? '');
  if (programs.length === 0) return null;
  return (
    <Part title="Pools" note="of observed programs in the last day; of several processes the fullest">
      <table className={tableClass}>
        <caption className="sr-only">Connection pools by program</caption>
        <thead>
          <tr>
            <th className={headCell}>Program</th>
            <th className={headCell}>In use over time</th>
            {heads.map((head) => (
              <th key={head} className={headFigure}>
                {head}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {programs.map((program) => {
            const inUse = valuesOf(used.data, program);
            const [most, limit] = [highest(inUse), highest(valuesOf(size.data, program))];
            const saturation = most === null || limit === null || limit === 0 ? null : most / limit;
            return (
              <tr key={program} className="hover:bg-raised">
                <th scope="row" className={cell}>
                  {program === '' ? 'unnamed' : program}
                </th>
                <td className={`${cell} w-[260px]`}>
                  <Sparkline values={inUse} label={`Connections in use by ${program}`} />
                </td>
                <FigureCell name="Most in use" value={most} format={formatCount} />
                <FigureCell name="Pool size" value={limit} format={formatCount} />
                <FigureCell
                  name="Saturation"
                  value={saturation}
                  format={formatShare}
                  loud={saturation !== null && saturation >= 1 ? 'text-warn' : ''}
                />
                <FigureCell
                  name="Most waiting"
                  value={highest(valuesOf(pending.data, program))}
                  format={formatCount}
                  loud="text-warn"
                />
                <FigureCell
                  name="Timeouts"
                  value={totalOf(valuesOf(timeouts.data, program))}
                  format={formatCount}
                  loud="text-bad"
                />
              </tr>
            );
          })}
        </tbody>
      </table>
    </Part>
  );
};

const valuesOf = (series: MetricSeries | undefined, program: string): number[] => {
  const line = series?.series.find(({ labels }) => labels['service.name'] === program);
  return (line?.points ?? []).flatMap(([, value]) => value ?? []);
};

const highest = (values: readonly number[]): number | null => (values.length === 0 ? null : Math.max(...values));
const totalOf = (values: readonly number[]): number => values.reduce((sum, value) => sum + value, 0);
