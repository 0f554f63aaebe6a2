import { databasePlaceWords } from '@sightglass/model';
import type { RunDatabase, RunDetail } from '@sightglass/model/api';
import { useQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { runDatabasesQuery } from '../../api/queries.ts';
import { FigureCell } from '../../components/FigureCell.tsx';
import { ErrorNotice } from '../../components/Notice.tsx';
import { cell, frameOf, headCell, headFigure, tableClass } from '../../components/table.ts';
import { useShownError } from '../../components/use-shown-error.ts';
import { formatDuration } from '../../format/duration.ts';
import { countOf, formatCount } from '../../format/number.ts';
import { sayTroubles } from '../../words/run-database-words.ts';

const heads = ['Statements', 'Time', 'Slowest', 'Failed', 'Committed', 'Rolled back'];

/** The databases this run has used, and what went wrong there. Nothing of a run that uses none, or whose driver is not observed. */
export const RunDatabases = ({ run }: { run: RunDetail }) => {
  const query = useQuery(runDatabasesQuery(run));
  const error = useShownError(query);
  if (query.data === undefined)
    return error === null ? null : (
      <section aria-label="Databases used" className="mt-10">
        <ErrorNotice what="The databases" error={error} retry={() => void query.refetch()} />
      </section>
    );
  const { items } = query.data;
  if (items.length === 0) return null;
  return (
    <section aria-label="Databases used" className="mt-10">
      <div className="flex flex-wrap items-baseline gap-x-3 pb-1">
        <h2 className="text-name">Databases used</h2>
        <span className="text-dim">{summaryOf(items)}</span>
      </div>
      <div {...frameOf(items.length)}>
        <table className={tableClass}>
          <caption className="sr-only">Work of this run by database</caption>
          <thead>
            <tr>
              <th className={headCell}>Database</th>
              {heads.map((name) => (
                <th key={name} className={headFigure}>
                  {name}
                </th>
              ))}
              <th className={`${headCell} w-1/3`}>What went wrong</th>
            </tr>
          </thead>
          <tbody>
            {items.map((database) => (
              <Row key={databasePlaceWords(database)} database={database} />
            ))}
          </tbody>
        </table>
      </div>
    </section>
  );
};

const Row = ({ database }: { database: RunDatabase }) => {
  const { name, statements, durationMs, slowestMs, failed, committed, rolledBack } = database;
  const troubles = sayTroubles(database).join('; ');
  return (
    <tr className="hover:bg-raised">
      <th scope="row" className={`${cell} max-w-[36ch] truncate`} title={databasePlaceWords(database)}>
        {name === null ? (
          databasePlaceWords(database)
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
  const isQuiet = items.every((database) => sayTroubles(database).length === 0);
  return `${countOf(statements, 'statement')}${isQuiet ? ', nothing went wrong' : ''}`;
};
