import type { RunDetail } from '@sightglass/model/rest';
import { Link } from '@tanstack/react-router';
import { Facts, type Fact } from '../../components/page/Facts.tsx';
import { Timestamp } from '../../components/time/Timestamp.tsx';
import { usualFact } from '../../components/page/usual-fact.ts';
import { countOf } from '../../format/number.ts';
import { Pipe } from '../../pipe/Pipe.tsx';
import { LastGood } from './parts/LastGood.tsx';
import { deadlineFacts } from './RunFacts.tsx';
import { RunHead } from './RunHead.tsx';

/** A run that was due and did not start: the glass it would have filled, what that may mean, and where to look. */
export const MissedRun = ({ run }: { run: RunDetail }) => (
  <>
    <RunHead run={run} />
    <Facts
      facts={[{ name: 'Was due', value: <Timestamp at={run.startedAt} /> }, ...deadlineFacts(run), ...others(run)]}
    />
    <LastGood run={run} />
    {run.usual === null ? null : (
      <section aria-label="Rows" className="mt-8">
        <Pipe run={run} chosen={null} rest={nothingFlowed(run.usual)} onChoose={() => undefined} />
      </section>
    )}
    <section aria-label="What now" className="mt-10 max-w-[68ch] border-l-2 border-warn py-1 pl-4">
      <h2 className="text-name">This run did not start, or could not reach Sightglass.</h2>
      <p className="mt-1 text-dim">
        Either nothing started its program, or the program ran and could not reach Sightglass. Check the scheduler
        first. If the run starts late, this page will show it.
      </p>
      <p className="mt-3 flex flex-wrap gap-2">
        <Link
          to="/pipelines/$namespace/$name"
          params={{ namespace: run.namespace, name: run.pipeline }}
          className="control"
        >
          The runs before
        </Link>
        <Link to="/logs" search={around(run.startedAt)} className="control">
          What was logged then
        </Link>
      </p>
    </section>
  </>
);

const others = ({ usual, owner }: RunDetail): Fact[] => [
  ...(usual === null ? [] : [usualFact(usual)]),
  ...(owner === null ? [] : [{ name: 'Owner', value: owner }]),
];

const nothingFlowed = ({ rowsWritten, rejectedShare }: NonNullable<RunDetail['usual']>): string =>
  rejectedShare === null ? 'Nothing flowed' : `Nothing flowed; a usual run loads ${countOf(rowsWritten, 'row')}`;

const [beforeMs, afterMs] = [15 * 60_000, 30 * 60_000];

const around = (at: string) => ({
  from: new Date(Date.parse(at) - beforeMs).toISOString(),
  to: new Date(Date.parse(at) + afterMs).toISOString(),
});
