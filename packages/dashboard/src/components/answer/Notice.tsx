import { type AnswerError, errorWords, isTooHeavy, mayPass } from './error-words.ts';

interface ErrorProps {
  readonly error: AnswerError;
  /** What was read, as the subject of a sentence. */
  readonly what: string;
  readonly retry?: () => void;
  /** Other ways on, beside "Try again". */
  readonly children?: React.ReactNode;
}

/** In the place of an answer: what went wrong, in the server's own words, and a way on where there is one. */
export const ErrorNotice = ({ error, what, retry, children }: ErrorProps) => {
  const { title, detail } = errorWords(what, error);
  return (
    <div
      role="alert"
      className={`max-w-[68ch] border-l-2 py-1 pl-4 wrap-anywhere ${isTooHeavy(error) ? 'border-warn' : 'border-bad'}`}
    >
      <p className="font-strong">{title}</p>
      {detail === undefined ? null : <p className="mt-1 text-dim">{detail}</p>}
      {retry === undefined || !mayPass(error) ? null : (
        <p className="mt-3 flex flex-wrap gap-2">
          {children}
          <button type="button" className="control" onClick={retry}>
            Try again
          </button>
        </p>
      )}
    </div>
  );
};

/** For figures that stay although the last request for fresh ones failed. */
export const StaleNotice = ({ error, retry }: { error: AnswerError; retry: () => void }) => (
  <p role="status" className="mb-4 border-l-2 border-warn py-0.5 pl-4 text-warn">
    These are the last known figures. {error.message}
    {mayPass(error) ? (
      <>
        {' '}
        <button type="button" className="link" onClick={retry}>
          Try again
        </button>
      </>
    ) : null}
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
