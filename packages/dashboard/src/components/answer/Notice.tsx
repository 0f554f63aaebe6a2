/** An error as `fetch/client.ts` raises it, or any other. */
export interface AnswerError extends Error {
  /** The server's title of it. */
  readonly title?: string;
  /** Of the answer; 0 when there was none. */
  readonly status?: number;
}

const titleOf = (what: string, { title, name, status }: AnswerError): string =>
  status === 504 ? `${what} took too long to read` : `${what} could not be read: ${title ?? name}`;

/** In the place of an answer: what went wrong, in the server's own words, and a way on. A query that was too heavy is a warning, as it can be narrowed. */
export const ErrorNotice = ({ error, retry, what }: { error: AnswerError; retry?: () => void; what: string }) => (
  <div
    role="alert"
    className={`max-w-[68ch] border-l-2 py-1 pl-4 ${error.status === 504 ? 'border-warn' : 'border-bad'}`}
  >
    <p className="font-strong">{titleOf(what, error)}</p>
    <p className="mt-1 text-dim">{error.message}</p>
    {retry === undefined ? null : (
      <button type="button" className="control mt-3" onClick={retry}>
        Try again
      </button>
    )}
  </div>
);

/** For figures that stay although the last request for fresh ones failed. */
export const StaleNotice = ({ error, retry }: { error: AnswerError; retry: () => void }) => (
  <p role="status" className="mb-4 border-l-2 border-warn py-0.5 pl-4 text-warn">
    These are the last known figures. {error.title ?? error.message}.{' '}
    <button type="button" className="link" onClick={retry}>
      Try again
    </button>
  </p>
);

export const EmptyNotice = ({ title, children }: { title: string; children?: React.ReactNode }) => (
  <div className="max-w-[68ch] border-l-2 border-line py-1 pl-4">
    <p className="font-strong">{title}</p>
    {children === undefined ? null : <div className="mt-1 text-dim">{children}</div>}
  </div>
);

/** Keeps the measure of what will come: hairlines where rows will stand. */
export const LoadingRows = ({ rows, height, what }: { rows: number; height: number; what: string }) => (
  <div role="status" aria-label={`Reading ${what}`}>
    {Array.from({ length: rows }, (_, index) => (
      <div key={index} className="flex items-center border-b border-line" style={{ height }}>
        <span className="h-2 rounded-mark bg-line" style={{ width: `${18 + ((index * 37) % 40)}%` }} />
      </div>
    ))}
  </div>
);
