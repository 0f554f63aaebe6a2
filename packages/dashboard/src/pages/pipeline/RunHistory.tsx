import { runStates } from '@sightglass/model';
import type { Run } from '@sightglass/model/api';
import { useInfiniteQuery } from '@tanstack/react-query';
import { Link, useNavigate, useSearch } from '@tanstack/react-router';
import { runsQuery } from '../../api/queries.ts';
import { FigureCell } from '../../components/FigureCell.tsx';
import { Moment } from '../../components/Moment.tsx';
import { EmptyNotice, ErrorNotice, LoadingRows } from '../../components/Notice.tsx';
import { StateWord } from '../../components/StateGlyph.tsx';
import { useShownError } from '../../components/use-shown-error.ts';
import { cell, headCell, headFigure, tableClass } from '../../components/table.ts';
import { formatDuration } from '../../format/duration.ts';
import { formatCount } from '../../format/number.ts';
import { shownState, stateWords } from '../../words/state-words.ts';
import { readPipelineSearch } from './pipeline-search.ts';

interface Props {
  readonly namespace: string;
  readonly name: string;
  readonly usualDurationMs: number | null;
}

export const RunHistory = ({ namespace, name, usualDurationMs }: Props) => {
  const { state } = useSearch({ from: '/pipelines/$namespace/$name', select: readPipelineSearch });
  const navigate = useNavigate({ from: '/pipelines/$namespace/$name' });
  const runs = useInfiniteQuery(
    runsQuery({ namespace, pipeline: name, limit: 50, ...(state === undefined ? {} : { state }) }),
  );
  const error = useShownError(runs);
  const items = runs.data?.pages.flatMap((page) => page.items);
  const show = (next: (typeof runStates)[number] | undefined) =>
    void navigate({ search: next === undefined ? {} : { state: next }, resetScroll: false });
  return (
    <section className="mt-10" aria-label="Runs">
      <div className="flex flex-wrap items-center gap-2 pb-2">
        <h2 className="mr-2 text-name">Runs</h2>
        <button type="button" className="control" aria-pressed={state === undefined} onClick={() => show(undefined)}>
          All
        </button>
        {runStates.map((each) => (
          <button key={each} type="button" className="control" aria-pressed={state === each} onClick={() => show(each)}>
            {stateWords[each].word}
          </button>
        ))}
      </div>
      {runs.isPending && error === null ? <LoadingRows rows={10} height={32} what="the runs" /> : null}
      {error !== null && items === undefined ? (
        <ErrorNotice what="The runs" error={error} retry={() => void runs.refetch()} />
      ) : null}
      {items?.length === 0 ? (
        <EmptyNotice title={state === undefined ? 'No runs yet.' : `No run of ${name} is in this state.`} />
      ) : null}
      {items === undefined || items.length === 0 ? null : (
        <HistoryTable runs={items} usualDurationMs={usualDurationMs} />
      )}
      {runs.hasNextPage ? (
        <button
          type="button"
          className="control mt-4"
          disabled={runs.isFetchingNextPage}
          onClick={() => void runs.fetchNextPage()}
        >
          {runs.isFetchingNextPage ? 'Reading older runs …' : 'Show older runs'}
        </button>
      ) : null}
    </section>
  );
};

const HistoryTable = ({ runs, usualDurationMs }: { runs: readonly Run[]; usualDurationMs: number | null }) => (
  <div className="overflow-x-auto">
    <table className={tableClass}>
      <thead>
        <tr>
          <th className={headCell}>Started</th>
          <th className={headCell}>State</th>
          <th className={headFigure}>Duration</th>
          <th className={headFigure}>Read</th>
          <th className={headFigure}>Written</th>
          <th className={headFigure}>Rejected</th>
          <th className={headFigure}>Unaccounted</th>
          <th className={`${headCell} w-full`}>What happened</th>
        </tr>
      </thead>
      <tbody>
        {runs.map((run) => (
          <tr key={run.runId} className="hover:bg-raised">
            <th scope="row" className={cell}>
              <Link
                to="/runs/$runId"
                params={{ runId: run.runId }}
                data-row
                className="whitespace-nowrap hover:underline"
              >
                <Moment at={run.startedAt} />
              </Link>
            </th>
            <td className={cell}>
              <StateWord state={shownState(run)} />
            </td>
            <FigureCell
              name="Took"
              value={run.durationMs}
              format={formatDuration}
              loud={isSlow(run, usualDurationMs) ? 'text-warn' : ''}
            />
            <FigureCell name="Read" value={run.rows.read} format={formatCount} />
            <FigureCell name="Written" value={run.rows.written} format={formatCount} />
            <FigureCell name="Rejected" value={run.rows.rejected} format={formatCount} />
            <FigureCell
              name="Unaccounted"
              value={run.state === 'running' ? null : run.rowsDifference}
              format={formatCount}
              loud={run.state === 'succeeded' ? 'text-warn' : 'text-dim'}
            />
            <td className={`${cell} max-w-0 truncate text-dim max-sm:basis-full`} title={run.failure?.message}>
              {whatHappened(run)}
            </td>
          </tr>
        ))}
      </tbody>
    </table>
  </div>
);

const isSlow = (run: Run, usualMs: number | null): boolean =>
  usualMs !== null && run.durationMs > usualMs * 1.5 && run.durationMs - usualMs > 1000;

const whatHappened = ({ failure, failedStage }: Run): string => {
  if (failure === null) return '';
  return `${failedStage === null ? '' : `${failedStage}: `}${failure.message || failure.type}`;
};
