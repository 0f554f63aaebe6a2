import type { RunDetail } from '@sightglass/model/rest';
import { useQuery } from '@tanstack/react-query';
import { Link, useParams } from '@tanstack/react-router';
import { RequestError } from '../../fetch/client.ts';
import { runQuery } from '../../fetch/queries.ts';
import { Awaited } from '../../components/answer/Awaited.tsx';
import { LoadingRows } from '../../components/answer/Notice.tsx';
import { PageHead } from '../../components/page/PageHead.tsx';
import { useShownError } from '../../components/answer/use-shown-error.ts';
import { MissedRun } from './MissedRun.tsx';
import { RunView } from './RunView.tsx';
import { RunsBeginning, SharedRuns } from './SharedRuns.tsx';

export const RunPage = () => {
  const { runId = '', namespace, name } = useParams({ strict: false });
  const query = useQuery(runQuery({ runId, namespace, name }));
  const error = useShownError(query);
  const isUnknown = error instanceof RequestError && error.status === 404;
  if (query.data === undefined && error instanceof RequestError && error.status === 409)
    return <SharedRuns runId={runId} />;
  if (isUnknown && query.data?.state === 'missed') return <StartedLate run={query.data} />;
  const page = (
    <>
      {query.data === undefined && error !== null ? (
        <PageHead tab="Run" above="Run" title={isUnknown ? 'There is no such run.' : 'This run could not be read.'} />
      ) : null}
      <Awaited query={query} what="The run" loading={<RunLoading />}>
        {(run) => (run.state === 'missed' ? <MissedRun run={run} /> : <RunView run={run} />)}
      </Awaited>
    </>
  );
  const isShort = isUnknown && query.data === undefined && name === undefined;
  return isShort ? <RunsBeginning idPrefix={runId} none={page} /> : page;
};

/** As tall as what will come: sentence, facts, pipe, ledger. */
const RunLoading = () => (
  <>
    <PageHead tab="Run" above="Run" title={<span className="text-dim">Reading the run …</span>} />
    <div className="h-[68px] border-y border-line" />
    <div className="h-64" />
    <LoadingRows rows={5} height={32} what="the run" />
  </>
);

/** The page of a missed run was open when the run started after all. */
const StartedLate = ({ run: { namespace, pipeline } }: { run: RunDetail }) => (
  <PageHead tab={`Started: ${pipeline}`} above={`${namespace} / ${pipeline}`} title="It has started after all.">
    <p className="mt-4">
      <Link to="/pipelines/$namespace/$name" params={{ namespace, name: pipeline }} className="control">
        Go to its runs
      </Link>
    </p>
  </PageHead>
);
