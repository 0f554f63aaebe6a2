import { runStates, shownOfState } from '@sightglass/model';
import { useInfiniteQuery } from '@tanstack/react-query';
import { useNavigate, useSearch } from '@tanstack/react-router';
import { runsQuery } from '../../fetch/queries.ts';
import { EmptyNotice, ErrorNotice, LoadingRows } from '../../components/answer/Notice.tsx';
import { ShowMore } from '../../components/answer/ShowMore.tsx';
import { useShownError } from '../../components/answer/use-shown-error.ts';
import type { SpanOrAll, TimeRange } from '../../url/time-range.ts';
import { HistoryTable } from './HistoryTable.tsx';
import { readPipelineSearch } from './pipeline-search.ts';

interface Props {
  readonly namespace: string;
  readonly name: string;
}

export const RunHistory = ({ namespace, name }: Props) => {
  const { state, measure, ...range } = useSearch({ from: '/pipelines/$namespace/$name', select: readPipelineSearch });
  const navigate = useNavigate({ from: '/pipelines/$namespace/$name' });
  const runs = useInfiniteQuery(
    runsQuery({ namespace, pipeline: name, limit: 50, ...(state === undefined ? {} : { state }) }, range),
  );
  const isNarrow = state !== undefined || Object.keys(range).length > 0;
  const error = useShownError(runs);
  const items = runs.data?.pages.flatMap((page) => page.items);
  const kept = measure === undefined ? {} : { measure };
  const show = (next: (typeof runStates)[number] | undefined) =>
    void navigate({
      search: { ...range, ...kept, ...(next === undefined ? {} : { state: next }) },
      resetScroll: false,
    });
  return (
    <section className="mt-10" aria-label="Runs">
      <div className="flex flex-wrap items-center gap-2 pb-2">
        <h2 className="mr-2 text-name">Runs</h2>
        <button type="button" className="control" aria-pressed={state === undefined} onClick={() => show(undefined)}>
          All
        </button>
        {runStates.map((each) => (
          <button key={each} type="button" className="control" aria-pressed={state === each} onClick={() => show(each)}>
            {shownOfState(each).word}
          </button>
        ))}
      </div>
      {runs.isPending && error === null ? <LoadingRows rows={10} height={32} what="the runs" /> : null}
      {error !== null && items === undefined ? (
        <ErrorNotice what="The runs" error={error} retry={() => void runs.refetch()} />
      ) : null}
      {items?.length === 0 ? (
        <EmptyNotice title={isNarrow ? noneOf(name, state !== undefined, range) : 'No runs yet.'} />
      ) : null}
      {items === undefined || items.length === 0 ? null : <HistoryTable runs={items} />}
      <ShowMore query={runs}>{runs.isFetchingNextPage ? 'Reading older runs …' : 'Show older runs'}</ShowMore>
    </section>
  );
};

const noneOf = (name: string, hasState: boolean, range: TimeRange<SpanOrAll>): string => {
  if (Object.keys(range).length === 0) return `No run of ${name} is in this state.`;
  return `No run of ${name} ${hasState ? 'of that time is in this state' : 'started in that time'}.`;
};
