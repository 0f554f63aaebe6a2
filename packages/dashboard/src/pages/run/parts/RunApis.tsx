import { openTimes, rowsAffectedWords } from '@sightglass/model';
import type { ApiSummary, RunDetail } from '@sightglass/model/rest';
import { useQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { runApisQuery } from '../../../fetch/external-apis.ts';
import type { TimeRange } from '../../../url/time-range.ts';
import { FigureCell } from '../../../components/table/FigureCell.tsx';
import { LongTable, type RowAttributes } from '../../../components/table/LongTable.tsx';
import { figureColumns, HeadRow } from '../../../components/table/HeadRow.tsx';
import { cell } from '../../../components/table/table.ts';
import { formatDuration } from '../../../format/duration.ts';
import { countOf, formatCount } from '../../../format/number.ts';
import { callCounts } from '../../../words/calls-words.ts';
import { RunPart } from './RunPart.tsx';

const figures = ['Calls', 'Requests', 'Requests failed', 'Not sent', 'Retries', 'p95', 'Breaker opened'] as const;

/** The APIs this run has called, and what failed calls did to its rows. Nothing of a run that calls none. */
export const RunApis = ({ run }: { run: RunDetail }) => {
  const query = useQuery(runApisQuery(run));
  return (
    <RunPart
      title="APIs called"
      what="The calls"
      query={query}
      isEmpty={({ items }) => items.length === 0}
      note={({ items }) => callCounts(items)}
    >
      {({ items }) => (
        <LongTable
          caption="Calls of this run by API"
          rows={items}
          head={<HeadRow columns={['API', ...figureColumns(...figures), { name: 'Rows affected', width: 'w-1/3' }]} />}
          row={(api, attributes) => <Row attributes={attributes} key={api.name} api={api} range={rangeOf(run)} />}
        />
      )}
    </RunPart>
  );
};

const Row = ({ attributes, api, range }: { attributes: RowAttributes; api: ApiSummary; range: TimeRange }) => {
  const { name, calls, requests, failed, notSent, retries, durationMs, breakerSpans, rowsAffected } = api;
  const affected = rowsAffectedWords(rowsAffected).join(', ');
  return (
    <tr {...attributes} className="hover:bg-raised">
      <th scope="row" className={`${cell} max-w-[36ch] truncate`}>
        <Link to="/apis/$name" params={{ name }} search={range} title={name} data-row className="link">
          {name}
        </Link>
      </th>
      <FigureCell name="Calls" value={calls} format={formatCount} />
      <FigureCell name="Requests" value={requests} format={formatCount} />
      <FigureCell name="Requests failed" value={failed} format={formatCount} loud="text-bad" />
      <FigureCell name="Not sent" value={notSent} format={formatCount} loud="text-warn" />
      <FigureCell name="Retries" value={retries} format={formatCount} />
      <FigureCell name="p95" value={durationMs?.p95} format={formatDuration} />
      <FigureCell
        name="Breaker opened"
        value={openTimes(breakerSpans, { fromMs: 0, toMs: Date.now() }).times}
        format={(times) => countOf(times, 'time')}
        loud="text-bad"
      />
      <td
        className={`${cell} ${affected === '' ? 'text-dim' : 'text-warn'}`}
        data-name="Rows affected"
        data-nothing={affected === '' || undefined}
      >
        {affected === '' ? 'none' : affected}
      </td>
    </tr>
  );
};

const slackMs = 1_000;

/** The time of the run, a little widened, as its last event comes at its end. */
const rangeOf = ({ startedAt, finishedAt, lastSeenAt }: RunDetail): TimeRange => ({
  from: new Date(Date.parse(startedAt) - slackMs).toISOString(),
  to: new Date(Date.parse(finishedAt ?? lastSeenAt) + slackMs).toISOString(),
});
