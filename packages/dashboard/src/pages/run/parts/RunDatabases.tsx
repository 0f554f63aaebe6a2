import { databaseAddressWords, databaseTroubles } from '@sightglass/model';
import type { RunDatabase, RunDetail } from '@sightglass/model/rest';
import { useQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { runDatabasesQuery } from '../../../fetch/queries.ts';
import { FigureCell } from '../../../components/table/FigureCell.tsx';
import { LongTable, type RowAttributes } from '../../../components/table/LongTable.tsx';
import { figureColumns, HeadRow } from '../../../components/table/HeadRow.tsx';
import { cell } from '../../../components/table/table.ts';
import { formatDuration } from '../../../format/duration.ts';
import { countOf, formatCount } from '../../../format/number.ts';
import { formatUtc } from '../../../format/time.ts';
import { RunPart } from './RunPart.tsx';

const heads = ['Statements', 'Time', 'Slowest', 'Failed', 'Committed', 'Rolled back'];

/** The databases this run has used, and what went wrong there. Nothing of a run that uses none, or whose driver is not observed. */
export const RunDatabases = ({ run }: { run: RunDetail }) => {
  const query = useQuery(runDatabasesQuery(run));
  return (
    <RunPart
      title="Databases used"
      what="The databases"
      query={query}
      isEmpty={({ items }) => items.length === 0}
      note={({ items }) => summaryOf(items)}
    >
      {({ items }) => (
        <LongTable
          caption="Work of this run by database"
          rows={items}
          head={
            <HeadRow columns={['Database', ...figureColumns(...heads), { name: 'What went wrong', width: 'w-1/3' }]} />
          }
          row={(database, attributes) => (
            <Row attributes={attributes} key={databaseAddressWords(database)} database={database} />
          )}
        />
      )}
    </RunPart>
  );
};

const Row = ({ attributes, database }: { attributes: RowAttributes; database: RunDatabase }) => {
  const { name, statements, durationMs, slowestMs, failed, committed, rolledBack } = database;
  const troubles = troublesOf(database).join('; ');
  return (
    <tr {...attributes} className="hover:bg-raised">
      <th scope="row" className={`${cell} max-w-[36ch] truncate`} title={databaseAddressWords(database)}>
        {name === null ? (
          databaseAddressWords(database)
        ) : (
          <Link to="/databases/$name" params={{ name }} data-row className="link">
            {name}
          </Link>
        )}
      </th>
      <FigureCell name="Statements" value={statements} format={formatCount} />
      <FigureCell name="Time" value={durationMs} format={formatDuration} />
      <FigureCell name="Slowest" value={slowestMs} format={formatDuration} />
      <FigureCell name="Failed" value={failed} format={formatCount} loud="text-bad" />
      <FigureCell name="Committed" value={committed} format={formatCount} />
      <FigureCell name="Rolled back" value={rolledBack} format={formatCount} loud="text-warn" />
      <td
        className={`${cell} ${troubles === '' ? 'text-dim' : 'text-warn'}`}
        data-name="What went wrong"
        data-nothing={troubles === '' || undefined}
      >
        {troubles === '' ? 'nothing' : troubles}
      </td>
    </tr>
  );
};

const summaryOf = (items: readonly RunDatabase[]): string => {
  const statements = items.reduce((sum, database) => sum + database.statements, 0);
  const isQuiet = items.every((database) => troublesOf(database).length === 0);
  return `${countOf(statements, 'statement')}${isQuiet ? ', nothing went wrong' : ''}`;
};

const troublesOf = (database: RunDatabase): string[] =>
  databaseTroubles(database, { duration: formatDuration, counted: countOf, time: formatUtc });
