import type { RunDetail } from '@sightglass/model/api';
import { useInfiniteQuery } from '@tanstack/react-query';
import { runChecksQuery } from '../../api/queries.ts';
import { ErrorNotice } from '../../components/Notice.tsx';
import { useShownError } from '../../components/use-shown-error.ts';
import { countOf, formatCount } from '../../format/number.ts';
import { FileCheckRow } from './FileCheckRow.tsx';

/** The files this run has checked, those that broke their contract first. Nothing of a run that checks none. */
export const RunChecks = ({ run }: { run: RunDetail }) => {
  const query = useInfiniteQuery(runChecksQuery(run));
  const error = useShownError(query);
  const [first] = query.data?.pages ?? [];
  if (first === undefined)
    return error === null ? null : (
      <section aria-label="Checked files" className="mt-10">
        <ErrorNotice what="The checks" error={error} retry={() => void query.refetch()} />
      </section>
    );
  if (first.files === 0) return null;
  const files = query.data?.pages.flatMap((page) => page.items) ?? [];
  return (
    <section aria-label="Checked files" className="mt-10">
      <div className="flex flex-wrap items-baseline gap-x-3 pb-2">
        <h2 className="text-name">Checked files</h2>
        <span className="text-dim">{summaryOf(first)}</span>
      </div>
      <div className="border-t border-line">
        {files.map((file, index) => (
          <FileCheckRow
            key={`${file.stageId} ${file.contract} ${file.file}`}
            runId={run.runId}
            check={file}
            isOpen={index < 3 && file.result !== 'pass'}
          />
        ))}
      </div>
      {query.hasNextPage ? (
        <button
          type="button"
          className="control mt-3"
          disabled={query.isFetchingNextPage}
          onClick={() => void query.fetchNextPage()}
        >
          Show more: {formatCount(files.length)} of {countOf(first.files, 'file')}
        </button>
      ) : null}
    </section>
  );
};

const summaryOf = ({ files, counts }: { files: number; counts: { fail: number; warn: number } }): string => {
  if (counts.fail === 0 && counts.warn === 0) return `${countOf(files, 'file')}, nothing broken`;
  const parts = [
    ...(counts.fail === 0 ? [] : [`${formatCount(counts.fail)} broken`]),
    ...(counts.warn === 0 ? [] : [`${formatCount(counts.warn)} with warnings`]),
  ];
  return `${parts.join(', ')} of ${countOf(files, 'file')}`;
};
