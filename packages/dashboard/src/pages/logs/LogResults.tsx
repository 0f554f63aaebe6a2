import type { LogFilter, LogPage } from '@sightglass/model/rest';
import type { InfiniteData, UseInfiniteQueryResult } from '@tanstack/react-query';
import { isTooHeavy } from '../../components/answer/error-words.ts';
import { EmptyNotice, ErrorNotice, LoadingRows, StaleNotice } from '../../components/answer/Notice.tsx';
import { useShownError } from '../../components/answer/use-shown-error.ts';
import { countOf } from '../../format/number.ts';
import { LogList } from '../../logs/LogList.tsx';
import { columnsIn } from '../../logs/record-columns.ts';
import { ColumnChooser } from './ColumnChooser.tsx';
import type { LogsSearch } from './logs-search.ts';
import { ResultTools } from './ResultTools.tsx';

interface Props {
  readonly logs: UseInfiniteQueryResult<InfiniteData<LogPage>>;
  readonly count: number | undefined;
  readonly search: LogsSearch;
  /** As it was sent. */
  readonly filter: LogFilter;
  readonly onFilter: (key: string, value: string, negated: boolean) => void;
  readonly onColumn: (key: string) => void;
  readonly onChange: (next: Partial<Record<keyof LogsSearch, string | undefined>>) => void;
}

export const LogResults = ({ logs, count, search, filter, onFilter, onColumn, onChange }: Props) => {
  const items = logs.data?.pages.flatMap((page) => page.items);
  const retry = () => void logs.refetch();
  const error = useShownError(logs);
  if (items === undefined) {
    return error === null ? (
      <LoadingRows rows={18} height={26} what="the logs" />
    ) : (
      <ErrorNotice what="The logs" error={error} retry={retry}>
        {isTooHeavy(error) && search.last !== '1h' ? (
          <button
            type="button"
            className="control"
            onClick={() => onChange({ last: '1h', from: undefined, to: undefined })}
          >
            Search the last hour
          </button>
        ) : null}
      </ErrorNotice>
    );
  }
  const more = () => {
    if (logs.hasNextPage && !logs.isFetchingNextPage) void logs.fetchNextPage();
  };
  return (
    <section aria-label="Found records" className={`min-w-0 ${logs.isPlaceholderData ? 'opacity-60' : ''}`}>
      {logs.error === null ? null : <StaleNotice error={logs.error} retry={retry} />}
      <p role="status" className="flex min-h-6 flex-wrap items-baseline gap-x-4 text-dim">
        {count === undefined ? '' : `${countOf(count, 'record')}, newest first`}
        <button type="button" className="link" onClick={() => onChange({})}>
          Search again
        </button>
        <ResultTools search={search} filter={filter} count={count} onChange={onChange} />
      </p>
      <ColumnChooser filter={filter} chosen={columnsIn(search.columns)} onColumn={onColumn} />
      {items.length === 0 ? (
        <NothingFound search={search} onChange={onChange} />
      ) : (
        <LogList
          items={items}
          query={search.q ?? ''}
          label="Log records"
          hasSource={search.runId === undefined}
          isWrapped={search.wrap === 'on'}
          columns={columnsIn(search.columns)}
          className="h-[calc(100dvh-252px)] max-sm:h-[calc(100dvh-292px)] min-h-[420px] border-t border-line"
          onFilter={onFilter}
          onEnd={more}
          end={<p className="py-3 text-dim">{logs.hasNextPage ? 'Reading older records …' : 'These are all.'}</p>}
        />
      )}
    </section>
  );
};

const NothingFound = ({ search, onChange }: Pick<Props, 'search' | 'onChange'>) => {
  const isTimed = search.from !== undefined || search.to !== undefined || search.last !== 'all';
  return (
    <EmptyNotice title="No record matches.">
      <p>
        {search.q === undefined
          ? 'Nothing was logged in this time.'
          : 'Every condition must hold: try fewer words, or part of a phrase.'}
      </p>
      <p className="mt-3 flex flex-wrap gap-2">
        {isTimed ? (
          <button
            type="button"
            className="control"
            onClick={() => onChange({ last: 'all', from: undefined, to: undefined })}
          >
            Search all time
          </button>
        ) : null}
        {search.q === undefined ? null : (
          <button type="button" className="control" onClick={() => onChange({ q: undefined })}>
            Clear the search
          </button>
        )}
      </p>
    </EmptyNotice>
  );
};
