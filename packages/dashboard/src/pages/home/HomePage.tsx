import type { Pipeline } from '@sightglass/model/rest';
import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { pipelinesQuery } from '../../fetch/queries.ts';
import { Awaited } from '../../components/answer/Awaited.tsx';
import { LoadingRows } from '../../components/answer/Notice.tsx';
import { PageHead } from '../../components/page/PageHead.tsx';
import { useShownError } from '../../components/answer/use-shown-error.ts';
import { useSentence } from '../../words/use-sentence.ts';
import { FailingApis } from './FailingApis.tsx';
import { FirstRun } from './FirstRun.tsx';
import { NeverRanList } from './NeverRanList.tsx';
import { PipelineTable } from './PipelineTable.tsx';

/** More pipelines than fit on a screen get a filter. */
const filterFrom = 12;

const Waiting = ({ hasFailed }: { hasFailed: boolean }) => (
  <span className="text-dim">{hasFailed ? 'The pipelines could not be read.' : 'Reading the pipelines …'}</span>
);

export const HomePage = () => {
  const query = useQuery(pipelinesQuery());
  const error = useShownError(query);
  const [wanted, setWanted] = useState('');
  const pipelines = query.data?.items ?? [];
  const neverRan = query.data?.neverRan ?? [];
  const sentence = useSentence(query.data?.sentenceParts ?? []);
  const shown = pipelines
    .toSorted(byUrgency)
    .filter(({ namespace, name }) => `${namespace}/${name}`.toLowerCase().includes(wanted.trim().toLowerCase()));
  if (query.data !== undefined && pipelines.length === 0 && neverRan.length === 0) return <FirstRun />;
  return (
    <>
      <PageHead tab="Home" title={sentence || <Waiting hasFailed={error !== null} />}>
        <FailingApis />
        {pipelines.length < filterFrom ? null : (
          <input
            data-search
            type="search"
            value={wanted}
            onChange={(event) => setWanted(event.target.value)}
            placeholder={`Filter ${pipelines.length} pipelines`}
            aria-label="Filter pipelines by name"
            className="control mt-5 w-72 justify-start max-sm:w-full"
          />
        )}
      </PageHead>
      <Awaited query={query} what="The pipelines" loading={<LoadingRows rows={5} height={73} what="the pipelines" />}>
        {() => (
          <>
            {pipelines.length === 0 ? null : <PipelineTable pipelines={shown} />}
            <NeverRanList pipelines={neverRan} />
          </>
        )}
      </Awaited>
      {pipelines.length > 0 && shown.length === 0 ? (
        <p className="py-6 text-dim">
          No pipeline has "{wanted}" in its name.{' '}
          <button type="button" className="link" onClick={() => setWanted('')}>
            Show all {pipelines.length}
          </button>
        </p>
      ) : null}
    </>
  );
};

/** Within the same urgency the latest first. */
const byUrgency = (a: Pipeline, b: Pipeline): number =>
  a.urgency - b.urgency || b.lastRun.startedAt.localeCompare(a.lastRun.startedAt);
