import type { ApiSummary, RunDetail } from '@sightglass/model/api';
import { useQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { runApisQuery } from '../../api/apis.ts';
import type { ApiRange } from '../../apis/api-range.ts';
import { openTimes } from '../../apis/held-times.ts';
import { FigureCell } from '../../components/FigureCell.tsx';
import { ErrorNotice } from '../../components/Notice.tsx';
import { cell, frameOf, headCell, headFigure, tableClass } from '../../components/table.ts';
import { useShownError } from '../../components/use-shown-error.ts';
import { formatDuration } from '../../format/duration.ts';
import { countOf, formatCount } from '../../format/number.ts';
import { sayCalls } from '../../words/calls-words.ts';
import { sayRowsTouched } from '../../words/policy-words.ts';

const figures = ['Calls', 'Requests', 'Requests failed', 'Held back', 'Retries', 'p95', 'Breaker opened'] as const;

/** The APIs this run has called, and what failed calls did to its rows. Nothing of a run that calls none. */
export const RunApis = ({ run }: { run: RunDetail }) => {
  const query = useQuery(runApisQuery(run));
  const error = useShownError(query);
  if (query.data === undefined)
    return error === null ? null : (
      <section aria-label="APIs called" className="mt-10">
        <ErrorNotice what="The calls" error={error} retry={() => void query.refetch()} />
      </section>
    );
  const { items } = query.data;
  if (items.length === 0) return null;
  return (
    <section aria-label="APIs called" className="mt-10">
      <div className="flex flex-wrap items-baseline gap-x-3 pb-1">
        <h2 className="text-name">APIs called</h2>
        <span className="text-dim">{sayCalls(items)}</span>
      </div>
      <div {...frameOf(items.length)}>
        <table className={tableClass}>
          <caption className="sr-only">Calls of this run by API</caption>
          <thead>
            <tr>
              <th className={headCell}>API</th>
              {figures.map((name) => (
                <th key={name} className={headFigure}>
                  {name}
                </th>
              ))}
              <th className={`${headCell} w-1/3`}>Rows touched</th>
            </tr>
          </thead>
          <tbody>
            {items.map((api) => (
              <Row key={api.name} api={api} range={rangeOf(run)} />
            ))}
          </tbody>
        </table>
      </div>
    </section>
  );
};

const Row = ({ api, range }: { api: ApiSummary; range: ApiRange }) => {
  const { name, calls, requests, failed, notSent, retries, durationMs, breakerSpans, rowsAffected } = api;
  const touched = sayRowsTouched(rowsAffected).join(', ');
  return (
    <tr className="hover:bg-raised">
      <th scope="row" className={`${cell} max-w-[36ch] truncate`}>
        <Link to="/apis/$name" params={{ name }} search={range} title={name} data-row className="link">
          {name}
        </Link>
      </th>
      <FigureCell name="Calls" value={calls} format={formatCount} />
      <FigureCell name="Requests" value={requests} format={formatCount} />
      <FigureCell name="Requests failed" value={failed} format={formatCount} loud="text-bad" />
      <FigureCell name="Held back" value={notSent} format={formatCount} loud="text-warn" />
      <FigureCell name="Retries" value={retries} format={formatCount} />
      <FigureCell name="p95" value={durationMs?.p95} format={formatDuration} />
      <FigureCell
        name="Breaker opened"
        value={openTimes(breakerSpans, { fromMs: 0, toMs: Date.now() }).times}
        format={(times) => countOf(times, 'time')}
        loud="text-bad"
      />
      <td
        className={`${cell} ${touched === '' ? 'text-dim' : 'text-warn'}`}
        data-name="Rows touched"
        data-nothing={touched === '' || undefined}
      >
        {touched === '' ? 'none' : touched}
      </td>
    </tr>
  );
};

const slackMs = 1_000;

/** The time of the run, a little widened, as its last event comes at its end. */
const rangeOf = ({ startedAt, finishedAt, lastSeenAt }: RunDetail): ApiRange => ({
  from: new Date(Date.parse(startedAt) - slackMs).toISOString(),
  to: new Date(Date.parse(finishedAt ?? lastSeenAt) + slackMs).toISOString(),
});
