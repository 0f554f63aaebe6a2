import type { UseInfiniteQueryResult, UseQueryResult } from '@tanstack/react-query';
import { ErrorNotice } from '../../../components/answer/Notice.tsx';
import { useShownError } from '../../../components/answer/use-shown-error.ts';

interface Props<T> {
  readonly title: string;
  /** What is fetched, as the subject of a sentence: "The calls". */
  readonly what: string;
  readonly query: UseQueryResult<T> | UseInfiniteQueryResult<T>;
  readonly isEmpty: (data: T) => boolean;
  readonly note: (data: T) => React.ReactNode;
  readonly children: (data: T) => React.ReactNode;
}

/** A part of the run page that fetches its own data. Nothing while it waits, and of a run that has none of it. */
export const RunPart = <T,>({ title, what, query, isEmpty, note, children }: Props<T>) => {
  const error = useShownError(query);
  const { data } = query;
  if (data === undefined ? error === null : isEmpty(data)) return null;
  return (
    <section aria-label={title} className="mt-10">
      {data === undefined ? null : (
        <>
          <div className="flex flex-wrap items-baseline gap-x-3 pb-1">
            <h2 className="text-name">{title}</h2>
            <span className="text-dim">{note(data)}</span>
          </div>
          {children(data)}
        </>
      )}
      {data === undefined && error !== null ? (
        <ErrorNotice what={what} error={error} retry={() => void query.refetch()} />
      ) : null}
    </section>
  );
};
