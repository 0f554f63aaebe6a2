import { useQuery } from '@tanstack/react-query';
import { getRouteApi } from '@tanstack/react-router';
import { runQuery } from '../../api/queries.ts';
import { Awaited } from '../../components/Awaited.tsx';
import { RunLoading } from './RunLoading.tsx';
import { RunView } from './RunView.tsx';

const route = getRouteApi('/runs/$runId');

export const RunPage = () => {
  const { runId } = route.useParams();
  const query = useQuery(runQuery(runId));
  return (
    <Awaited query={query} what="The run" loading={<RunLoading />}>
      {(run) => <RunView run={run} />}
    </Awaited>
  );
};
