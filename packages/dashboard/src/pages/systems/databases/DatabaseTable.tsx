import type { DatabaseStatus } from '@sightglass/model/rest';
import { Link } from '@tanstack/react-router';
import { CheckStrip } from '../../../components/strip/CheckStrip.tsx';
import { HealthGlyph } from '../../../components/glyph/HealthGlyph.tsx';
import { Ago } from '../../../components/time/Timestamp.tsx';
import { formatDuration } from '../../../format/duration.ts';
import { sentenceCase, stepWords } from '@sightglass/model';
import { systemNames } from '../../../words/database-words.ts';

export const DatabaseTable = ({ databases }: { databases: readonly DatabaseStatus[] }) => (
  <table className="w-full table-fixed border-collapse max-md:block">
    <caption className="sr-only">Databases, unhealthy ones first</caption>
    <colgroup>
      <col />
      <col className="w-36" />
      <col className="w-[264px]" />
      <col className="w-28" />
      <col className="w-28" />
    </colgroup>
    <thead className="head max-md:sr-only">
      <tr>
        <th className="pb-2">Database</th>
        <th className="pb-2">Since</th>
        <th className="pb-2">Last checks (bar height = duration)</th>
        <th className="pb-2 text-end">Answered in</th>
        <th className="pb-2 text-end">Last checked</th>
      </tr>
    </thead>
    <tbody className="max-md:block">
      {databases.map((database) => (
        <Row key={database.name} database={database} />
      ))}
    </tbody>
  </table>
);

const Row = ({ database }: { database: DatabaseStatus }) => {
  const { name, system, state, since, recentChecks, lastCheck } = database;
  const { word, tone } = database.shown;
  return (
    <tr className="border-t border-line last:border-b hover:bg-raised max-md:grid max-md:grid-cols-[1fr_auto] max-md:gap-x-4 max-md:py-3 md:h-18">
      <th scope="row" className="py-2 pr-8 max-md:col-span-2 max-md:p-0">
        <div className="flex items-baseline gap-2.5">
          <span className="translate-y-px">
            <HealthGlyph shown={database.shown} />
          </span>
          <Link
            to="/databases/$name"
            params={{ name }}
            data-row
            title={name}
            className="min-w-0 truncate font-strong hover:underline"
          >
            {name}
          </Link>
          <span className="min-w-0 shrink truncate text-dim">
            {systemNames[system]} · {addressOf(database)}
          </span>
        </div>
        <Trouble database={database} />
      </th>
      <td className="max-md:pt-2">
        <span className={state === 'up' ? '' : `tone tone-${tone}`}>{word}</span>
        {since === null ? null : (
          <span className="block text-second text-dim max-md:ml-2 max-md:inline">
            <Ago at={since} />
          </span>
        )}
      </td>
      <td className="max-md:order-4 max-md:col-span-2 max-md:pt-2">
        <CheckStrip checks={recentChecks} />
      </td>
      <td className="text-end max-md:self-center max-md:pt-2">
        {lastCheck === null || lastCheck.error !== null ? (
          <span className="text-dim max-md:sr-only">no answer</span>
        ) : (
          formatDuration(lastCheck.durationMs)
        )}
      </td>
      <td className="text-end text-dim max-md:hidden">
        {lastCheck === null ? 'not yet' : <Ago at={lastCheck.checkedAt} />}
      </td>
    </tr>
  );
};

/** What failed, in a DBA's words, and the next step to take. */
const Trouble = ({ database: { lastCheck, state, intervalMs } }: { database: DatabaseStatus }) => {
  const error = lastCheck?.error ?? null;
  const calm = 'mt-0.5 truncate pl-[22px] text-dim max-md:whitespace-normal';
  if (error !== null) {
    return (
      <div className="mt-0.5 pl-[22px]">
        <p className={`tone line-clamp-2 tone-${state === 'down' ? 'bad' : 'warn'}`} title={error.message}>
          {sentenceCase(stepWords[error.step])} failed:{' '}
          {error.code === null || error.message.includes(error.code) ? '' : `${error.code} `}
          {error.message}
        </p>
        <p className="line-clamp-3">{error.advice}</p>
      </div>
    );
  }
  const [warning] = lastCheck?.warnings ?? [];
  if (warning !== undefined) return <p className={calm}>{warning}</p>;
  return (
    <p className={calm}>
      {lastCheck === null ? 'The first check is under way.' : `Checked every ${formatDuration(intervalMs)}.`}
    </p>
  );
};

const addressOf = ({ host, port, database }: DatabaseStatus): string =>
  `${host}:${port}${database === '' ? '' : `/${database}`}`;
