import { isSimulated, simulatedEnvironment } from '@sightglass/model';
import type { DatabaseStatus, SampleRow } from '@sightglass/model/rest';
import { useQuery } from '@tanstack/react-query';
import type { ListedPipeline } from '../../../fetch/listed-pipelines.ts';
import { databaseFigureQuery } from '../../../fetch/queries.ts';
import { FigureCell } from '../../../components/table/FigureCell.tsx';
import { useSimulated } from '../../../fetch/use-simulated.ts';
import { Simulated } from '../../../components/page/SimulatedMark.tsx';
import { Sparkline } from '../../../components/chart/Sparkline.tsx';
import { figureColumns, HeadRow } from '../../../components/table/HeadRow.tsx';
import { LongTable } from '../../../components/table/LongTable.tsx';
import { NameCell } from '../../../components/table/NameCell.tsx';
import { cell } from '../../../components/table/table.ts';
import { formatBytes, formatCount } from '../../../format/number.ts';
import { Part } from '../../../components/page/Part.tsx';
import { pointsOf } from '../series-points.ts';
import { numberOf, textOf } from './sample-values.ts';

/** The largest tables, and how they grew over a day. */
export const Tables = ({ database, rows }: { database: DatabaseStatus; rows: readonly SampleRow[] }) => {
  const { name, sampledAt } = database;
  const sizes = useQuery(databaseFigureQuery(name, 'pipeline.dependency.table.size', sampledAt, 'db.collection.name'));
  const areSimulated = useSimulated(rows.some(mayBeSimulated));
  if (rows.length === 0) {
    return (
      <Part title="Tables">
        <p className="text-dim">There are no tables the login can see.</p>
      </Part>
    );
  }
  return (
    <Part title="Tables" note={noteOf(database)}>
      <LongTable
        caption="The largest tables"
        rows={rows}
        head={<HeadRow columns={['Table', 'Size over time', ...figureColumns('Size', 'Grown', 'Rows', 'Dead rows')]} />}
        row={(row, attributes) => {
          const table = `${textOf(row, 'schema')}.${textOf(row, 'relation')}`;
          const values = pointsOf(sizes.data, 'db.collection.name', table);
          return (
            <tr key={table} {...attributes} className="hover:bg-raised">
              <NameCell name={table} extraClass="max-w-[40ch]">
                {table} {mayBeSimulated(row) && areSimulated(isSimulatedPipeline) ? <Simulated /> : null}
              </NameCell>
              <td className={`${cell} w-[260px]`}>
                <Sparkline values={values} label={`Size of ${table} over the last day`} />
              </td>
              <FigureCell name="Size" value={numberOf(row, 'bytes')} format={formatBytes} />
              <FigureCell name="Grown" value={growthOf(values)} format={formatGrowth} />
              <FigureCell name="Rows" value={numberOf(row, 'live_rows')} format={formatCount} />
              <FigureCell name="Dead rows" value={numberOf(row, 'dead_rows')} format={formatCount} />
            </tr>
          );
        }}
      />
    </Part>
  );
};

/** The made-up company writes into tables that are named so; where there is none, such a table is somebody's own. */
const mayBeSimulated = (row: SampleRow): boolean => textOf(row, 'relation').startsWith(`${simulatedEnvironment}_`);
const isSimulatedPipeline = ({ lastRun }: Pick<ListedPipeline, 'lastRun'>): boolean => isSimulated(lastRun);

/** The probe does not read today's sizes of PostgreSQL, as that would wait for locks. */
const noteOf = ({ system }: DatabaseStatus): string =>
  `the largest, and their growth over the last day${system === 'postgresql' ? '; sizes as of the last VACUUM or ANALYZE, – before the first' : ''}`;

/** Null until it was seen twice. */
const growthOf = (values: readonly number[]): number | null =>
  values.length < 2 ? null : (values.at(-1) ?? 0) - (values[0] ?? 0);

const formatGrowth = (bytes: number): string => `${bytes < 0 ? '−' : '+'}${formatBytes(Math.abs(bytes))}`;
