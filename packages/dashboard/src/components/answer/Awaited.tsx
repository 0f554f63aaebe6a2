import type { AnswerError } from './error-words.ts';
import { ErrorNotice, StaleNotice } from './Notice.tsx';
import { useShownError } from './use-shown-error.ts';

/** A query, of one page or of many. */
interface Query<T> {
  readonly data: T | undefined;
  readonly error: Error | null;
  readonly failureReason: Error | null;
  readonly refetch: () => unknown;
}

interface Props<T> {
  readonly query: Query<T>;
  /** What is read, as the subject of a sentence: "The run". */
  readonly what: string;
  readonly loading: React.ReactNode;
  readonly children: (data: T) => React.ReactNode;
}

/** The frame of the page shows once that the server is away. */
const isUnreachable = ({ status }: AnswerError): boolean => status === 0;

/** One answer from the server in each of its states: awaited, refused, old, there. */
export const Awaited = <T,>({ query, what, loading, children }: Props<T>) => {
  const error = useShownError(query);
  const retry = () => void query.refetch();
  if (query.data === undefined) {
    return error === null ? loading : <ErrorNotice what={what} error={error} retry={retry} />;
  }
  return (
    <>
      {query.error === null || isUnreachable(query.error) ? null : <StaleNotice error={query.error} retry={retry} />}
      {children(query.data)}
    </>
  );
};
