import type { RunDetail } from '@sightglass/model/rest';
import { useInfiniteQuery } from '@tanstack/react-query';
import { logsQuery } from '../../fetch/queries.ts';
import { LogList } from '../../logs/LogList.tsx';
import { logsOf } from './logs-of-run.ts';

/** What went wrong, in the program's own words, and what it said last. */
export const FailurePanel = ({ run }: { run: RunDetail }) => {
  const failure = run.failure ?? run.stages.find((stage) => stage.failure !== null)?.failure ?? null;
  const last = useInfiniteQuery(logsQuery({ ...logsOf(run), severity: 'WARN+' }, false));
  const records = (last.data?.pages[0]?.items ?? []).slice(0, 5);
  if (failure === null) return null;
  return (
    <section aria-label="Failure" className="mt-8 border-l-2 border-bad pl-5">
      <h2 className="text-name wrap-anywhere text-bad">
        {failure.type}
        {run.failedStage === null ? '' : ` at ${run.failedStage}`}
      </h2>
      <p className="mt-1 max-w-[100ch] font-mono text-second leading-5 wrap-anywhere whitespace-pre-wrap">
        {failure.message}
      </p>
      {failure.stacktrace === undefined || failure.stacktrace === '' ? null : (
        <details className="mt-2">
          <summary className="cursor-pointer text-dim hover:text-ink">Stack trace</summary>
          <pre className="mt-2 max-h-80 overflow-auto font-mono text-second leading-5 text-dim" tabIndex={0}>
            {failure.stacktrace}
          </pre>
        </details>
      )}
      {records.length === 0 ? null : (
        <>
          <h3 className="mt-4 mb-1 text-second text-dim">Its last warnings and errors</h3>
          <LogList
            items={records}
            query=""
            label="Last warnings and errors"
            hasSource={false}
            className="max-h-60 border-t border-line"
          />
        </>
      )}
    </section>
  );
};
