import { ApiError } from '../../fetch/client.ts';

/** What stands where an answer would have been: said plainly, with the server's own words and a way on. */
export const ErrorNotice = ({ error, retry, what }: { error: Error; retry?: () => void; what: string }) => {
  const title = error instanceof ApiError ? error.title : error.name;
  return (
    <div role="alert" className="max-w-[68ch] border-l-2 border-bad py-1 pl-4">
      <p className="font-strong">
        {what} could not be read: {title}
      </p>
      <p className="mt-1 text-dim">{error.message}</p>
      {retry === undefined ? null : (
        <button type="button" className="control mt-3" onClick={retry}>
          Try again
        </button>
      )}
    </div>
  );
};

/** Figures that are still shown although the last question for fresh ones failed. */
export const StaleNotice = ({ error, retry }: { error: Error; retry: () => void }) => (
  <p role="status" className="mb-4 border-l-2 border-warn py-0.5 pl-4 text-warn">
    These are the last known figures. {error instanceof ApiError ? error.title : error.message}.{' '}
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
