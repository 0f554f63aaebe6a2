import { useQuery } from '@tanstack/react-query';
import { getRouteApi } from '@tanstack/react-router';
import { RequestError } from '../../fetch/client.ts';
import { runQuery } from '../../fetch/queries.ts';
import { Awaited } from '../../components/answer/Awaited.tsx';
import { PageHead } from '../../components/page/PageHead.tsx';
import { useShownError } from '../../components/answer/use-shown-error.ts';
import { RunLoading } from './RunLoading.tsx';
import { MissedRun } from './MissedRun.tsx';
import { RunView } from './RunView.tsx';
import { TurnedUp } from './TurnedUp.tsx';

const route = getRouteApi('/runs/$runId');

export const RunPage = () => {
  const { runId } = route.useParams();
  const query = useQuery(runQuery(runId));
  const error = useShownError(query);
  const isUnknown = error instanceof RequestError && error.status === 404;
  if (isUnknown && query.data?.state === 'missed') return <TurnedUp run={query.data} />;
  return (
    <>
      {query.data === undefined && error !== null ? (
        <PageHead tab="Run" above="Run" title={isUnknown ? 'There is no such run.' : 'This run is out of sight.'} />
      ) : null}
      <Awaited query={query} what="The run" loading={<RunLoading />}>
        {(run) => (run.state === 'missed' ? <MissedRun run={run} /> : <RunView run={run} />)}
      </Awaited>
    </>
  );
};
