import { useQuery } from '@tanstack/react-query';
import type { ErrorComponentProps } from '@tanstack/react-router';
import { useEffect } from 'react';
import { RequestError } from '../fetch/client.ts';
import { pipelinesQuery } from '../fetch/queries.ts';
import { ErrorNotice } from '../components/answer/Notice.tsx';
import { PageHead } from '../components/page/PageHead.tsx';

/** In the place of a page that could not be drawn; when the server was away, the page loads again as soon as it is back. */
export const PageError = ({ error }: ErrorComponentProps) => {
  const isAway = error instanceof RequestError && error.status === 0;
  const server = useQuery({ ...pipelinesQuery(), enabled: isAway, refetchOnMount: 'always' });
  const isBack = isAway && server.isFetchedAfterMount && server.isSuccess;
  useEffect(() => {
    if (isBack) location.reload();
  }, [isBack]);
  return (
    <>
      <PageHead tab="Not shown" title="This page cannot be shown." />
      <ErrorNotice
        what="The page"
        error={error instanceof Error ? error : new Error(String(error))}
        retry={() => location.reload()}
      />
    </>
  );
};
