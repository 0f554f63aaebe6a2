import type { Run, RunDetail } from '@sightglass/model/rest';
import { useQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { Timestamp } from '../../../components/time/Timestamp.tsx';
import { runNeighboursQuery } from '../../../fetch/run-list.ts';
import { compareLink } from '../../../url/compare-link.ts';
import { runLink } from '../../../url/run-link.ts';
import { lastGoodWords } from './last-good-words.ts';

/** Beside a run whose data cannot be used: the latest before it whose data can, and what differs. Nothing of all others. */
export const LastGood = ({ run }: { run: RunDetail }) => {
  const isNeeded = run.verdict.id === 'no';
  const { data } = useQuery({ ...runNeighboursQuery(run), enabled: isNeeded });
  const good = data?.lastGood ?? null;
  return !isNeeded || good === null ? null : <Good run={run} good={good} />;
};

const Good = ({ run, good }: { run: RunDetail; good: Run }) => (
  <section aria-label="Last good run" className="mt-6 border-l-2 border-line py-1 pl-5">
    <h2 className="text-name">
      The last good run started{' '}
      <Link {...runLink(good)} className="link">
        <Timestamp at={good.startedAt} />
      </Link>
    </h2>
    <p className="mt-1 text-dim">{lastGoodWords(run, good)}</p>
    {run.state === 'missed' ? null : (
      <p className="mt-2">
        <Link {...compareLink(good, run)} className="control">
          Compare the two
        </Link>
      </p>
    )}
  </section>
);
