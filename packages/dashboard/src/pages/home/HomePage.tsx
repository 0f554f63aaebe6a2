import { byUrgencyAndCriticality } from '@sightglass/model';
import { useInfiniteQuery } from '@tanstack/react-query';
import { pipelinesQuery } from '../../fetch/queries.ts';
import { Awaited } from '../../components/answer/Awaited.tsx';
import { LoadingRows } from '../../components/answer/Notice.tsx';
import { ShowMore } from '../../components/answer/ShowMore.tsx';
import { Simulated } from '../../components/page/SimulatedMark.tsx';
import { PageHead } from '../../components/page/PageHead.tsx';
import { useShownError } from '../../components/answer/use-shown-error.ts';
import { formatCount } from '../../format/number.ts';
import { useSentence } from '../../words/use-sentence.ts';
import { isAboutSimulated } from './about-simulated.ts';
import { FailingApis } from './FailingApis.tsx';
import { FirstRun } from './FirstRun.tsx';
import { NeverRanList } from './NeverRanList.tsx';
import { PipelineTable } from './PipelineTable.tsx';
import { SimulatedNote } from './SimulatedNote.tsx';
import { useFilter } from './use-filter.ts';

/** More pipelines than fit on a screen get a filter. */
const filterFrom = 12;

const Waiting = ({ hasFailed }: { hasFailed: boolean }) => (
  <span className="text-dim">{hasFailed ? 'The pipelines could not be read.' : 'Reading the pipelines …'}</span>
);

export const HomePage = () => {
  const all = useInfiniteQuery(pipelinesQuery());
  const [wanted, setWanted] = useFilter();
  // Of more than a page only the server knows all names.
  const query = useInfiniteQuery(pipelinesQuery(all.hasNextPage ? wanted.trim() : ''));
  const error = useShownError(query);
  const total = all.data?.pages[0]?.total ?? 0;
  const sentence = useSentence(all.data?.pages[0]?.sentenceParts ?? []);
  const known = new Map(
    query.data?.pages.flatMap(({ items }) => items).map((one) => [`${one.namespace}/${one.name}`, one]),
  );
  const shown = [...known.values()]
    .toSorted(byUrgencyAndCriticality)
    .filter(({ namespace, name }) => `${namespace}/${name}`.toLowerCase().includes(wanted.trim().toLowerCase()));
  const neverRan = all.data?.pages[0]?.neverRan ?? [];
  if (all.data !== undefined && total === 0 && neverRan.length === 0) return <FirstRun />;
  return (
    <>
      <PageHead
        tab="Home"
        title={sentence || <Waiting hasFailed={error !== null} />}
        mark={isAboutSimulated(sentence, [...known.values()]) ? <Simulated /> : undefined}
      >
        <SimulatedNote pipelines={[...known.values()]} />
        <FailingApis />
        {total < filterFrom ? null : (
          <input
            data-search
            type="search"
            value={wanted}
            onChange={(event) => setWanted(event.target.value)}
            placeholder={`Filter ${formatCount(total)} pipelines`}
            aria-label="Filter pipelines by name"
            className="control mt-5 w-72 justify-start max-sm:w-full"
          />
        )}
      </PageHead>
      <Awaited query={query} what="The pipelines" loading={<LoadingRows rows={5} height={73} what="the pipelines" />}>
        {() => (
          <>
            {total === 0 ? null : <PipelineTable pipelines={shown} />}
            <NeverRanList pipelines={neverRan} />
          </>
        )}
      </Awaited>
      <ShowMore query={query}>
        Show more: {formatCount(known.size)} of {formatCount(query.data?.pages[0]?.total ?? 0)} pipelines
      </ShowMore>
      {total > 0 && query.data !== undefined && shown.length === 0 ? (
        <p className="py-6 text-dim">
          No pipeline has "{wanted}" in its name.{' '}
          <button type="button" className="link" onClick={() => setWanted('')}>
            Show all {formatCount(total)}
          </button>
        </p>
      ) : null}
    </>
  );
};
