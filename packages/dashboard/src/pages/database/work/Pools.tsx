import type { DatabaseStatus, MetricSeries } from '@sightglass/model/rest';
import { useQuery } from '@tanstack/react-query';
import { poolFigureQuery } from '../../../fetch/queries.ts';
import { FigureCell } from '../../../components/table/FigureCell.tsx';
import { Sparkline } from '../../../components/chart/Sparkline.tsx';
import { figureColumns, HeadRow } from '../../../components/table/HeadRow.tsx';
import { LongTable, type RowAttributes } from '../../../components/table/LongTable.tsx';
import { cell } from '../../../components/table/table.ts';
import { formatCount, formatShare } from '../../../format/number.ts';
import { pointsOf } from '../series-points.ts';
import { Part } from '../../../components/page/Part.tsx';

const heads = ['Most in use', 'Pool size', 'Saturation', 'Most waiting', 'Timeouts'];

interface PoolUse {
  readonly program: string;
  /** Oldest first. */
  readonly inUse: readonly number[];
  readonly most: number | null;
  readonly limit: number | null;
  readonly waiting: number | null;
  readonly timeouts: number;
}

/** How full the pools of observed programs were over the last day. */
export const Pools = ({ database: { host, port, database } }: { database: DatabaseStatus }) => {
  const uses = usePoolUses(`${host}:${port}/${database}`);
  if (uses.length === 0) return null;
  return (
    <Part title="Pools" note="of observed programs in the last day; of several processes the fullest">
      <LongTable
        caption="Connection pools by program"
        rows={uses}
        head={<HeadRow columns={['Program', 'In use over time', ...figureColumns(...heads)]} />}
        row={(use, attributes) => <Row key={use.program} attributes={attributes} use={use} />}
      />
    </Part>
  );
};

const usePoolUses = (pool: string): PoolUse[] => {
  const used = useQuery(poolFigureQuery(pool, 'pipeline.db.pool.used.max', 'max')).data;
  const size = useQuery(poolFigureQuery(pool, 'db.client.connection.max', 'max')).data;
  const pending = useQuery(poolFigureQuery(pool, 'pipeline.db.pool.pending.max', 'max')).data;
  const timeouts = useQuery(poolFigureQuery(pool, 'db.client.connection.timeouts', 'sum')).data;
  return (used?.series ?? []).map(({ labels }) => {
    const program = labels['service.name'] ?? '';
    const valuesOf = (series: MetricSeries | undefined) => pointsOf(series, 'service.name', program);
    return {
      program,
      inUse: valuesOf(used),
      most: highest(valuesOf(used)),
      limit: highest(valuesOf(size)),
      waiting: highest(valuesOf(pending)),
      timeouts: totalOf(valuesOf(timeouts)),
    };
  });
};

const Row = ({ attributes, use }: { attributes: RowAttributes; use: PoolUse }) => {
  const { program, inUse, most, limit, waiting, timeouts } = use;
  const saturation = most === null || limit === null || limit === 0 ? null : most / limit;
  return (
    <tr {...attributes} className="hover:bg-raised">
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
      <FigureCell name="Most waiting" value={waiting} format={formatCount} loud="text-warn" />
      <FigureCell name="Timeouts" value={timeouts} format={formatCount} loud="text-bad" />
    </tr>
  );
};

const highest = (values: readonly number[]): number | null => (values.length === 0 ? null : Math.max(...values));
const totalOf = (values: readonly number[]): number => values.reduce((sum, value) => sum + value, 0);
