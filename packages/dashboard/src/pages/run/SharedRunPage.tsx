import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { Awaited } from '../../components/answer/Awaited.tsx';
import { LoadingRows } from '../../components/answer/Notice.tsx';
import { PageHead } from '../../components/page/PageHead.tsx';
import { Timestamp } from '../../components/time/Timestamp.tsx';
import { actForLink, RequestError } from '../../fetch/client.ts';
import { runQuery } from '../../fetch/queries.ts';
import { sharedRunQuery } from '../../fetch/settings.ts';
import type { SharedRun } from '@sightglass/model/rest';
import { RunView } from './RunView.tsx';

/** Where a link to a run leads. Its secret stands behind #, which browsers do not send. */
export const SharedRunPage = () => {
  const [token] = useState(() => {
    const secret = location.hash.slice(1);
    actForLink(secret);
    return secret;
  });
  const shared = useQuery({ ...sharedRunQuery(), enabled: token !== '' });
  if (token === '')
    return (
      <PageHead tab="Shared run" title="This address is not complete.">
        <p className="mt-4 max-w-[60ch] text-dim">
          Open the whole link that you were given: what stands behind # belongs to it.
        </p>
      </PageHead>
    );
  if (shared.error instanceof RequestError && shared.error.status === 401)
    return (
      <PageHead tab="Shared run" title="This link does not work any more.">
        <p className="mt-4 max-w-[60ch] text-dim">
          It was revoked, or its time is over. Ask who gave it to you for another.
        </p>
      </PageHead>
    );
  return (
    <Awaited query={shared} what="The link" loading={<LoadingRows rows={5} height={32} what="the link" />}>
      {(of) => <Shown of={of} />}
    </Awaited>
  );
};

const Shown = ({ of: { namespace, pipeline, runId, expiresAt } }: { readonly of: SharedRun }) => {
  const run = useQuery(runQuery({ namespace, name: pipeline, runId }));
  return (
    <>
      <p className="pt-4 text-second text-dim">
        You see one run, by a link that works until <Timestamp at={expiresAt} />.
      </p>
      <Awaited query={run} what="The run" loading={<LoadingRows rows={5} height={32} what="the run" />}>
        {(detail) => <RunView run={detail} isShared />}
      </Awaited>
    </>
  );
};
