import { useQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { Awaited } from '../../components/answer/Awaited.tsx';
import { LoadingRows } from '../../components/answer/Notice.tsx';
import { useShownError } from '../../components/answer/use-shown-error.ts';
import { PageHead } from '../../components/page/PageHead.tsx';
import { Simulated } from '../../components/page/SimulatedMark.tsx';
import { pipelineKey } from '../../fetch/listed-pipelines.ts';
import { pipelinesQuery } from '../../fetch/queries.ts';
import { formatCount } from '../../format/number.ts';
import { useSentence } from '../../words/use-sentence.ts';
import { isAboutSimulated } from './about-simulated.ts';
import { FailingApis } from './FailingApis.tsx';
import { FirstRun } from './FirstRun.tsx';
import { inOrder } from './in-order.ts';
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
  const query = useQuery(pipelinesQuery());
  const [wanted, setWanted] = useFilter();
  const error = useShownError(query);
  const { items = [], total = 0, sentenceParts = [], neverRan = [] } = query.data ?? {};
  const sentence = useSentence(sentenceParts);
  const words = wanted.trim().toLowerCase();
  const shown = inOrder(items).filter((pipeline) => pipelineKey(pipeline).toLowerCase().includes(words));
  if (query.data !== undefined && total === 0 && neverRan.length === 0) return <FirstRun />;
  return (
    <>
      <PageHead
        tab="Home"
        title={sentence || <Waiting hasFailed={error !== null} />}
        mark={isAboutSimulated(sentence, items) ? <Simulated /> : undefined}
      >
        <SimulatedNote pipelines={items} />
        <FailingApis />
        <p className="mt-2">
          <Link to="/incidents" className="link">
            Incidents
          </Link>
        </p>
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
      {total > 0 && shown.length === 0 ? (
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
