import type { RunChecks as RunChecksPage, RunDetail } from '@sightglass/model/rest';
import { type InfiniteData, useInfiniteQuery } from '@tanstack/react-query';
import { runChecksQuery } from '../../../fetch/queries.ts';
import { ShowMore } from '../../../components/answer/ShowMore.tsx';
import { countOf, formatCount } from '../../../format/number.ts';
import { logsOf } from '../logs-of-run.ts';
import { FileCheckRow } from './FileCheckRow.tsx';
import { RunPart } from './RunPart.tsx';

/** The files this run has checked, those that failed their contract first. Nothing of a run that checks none. */
export const RunChecks = ({ run }: { run: RunDetail }) => {
  const query = useInfiniteQuery({ ...runChecksQuery(run), select: filesOf });
  return (
    <RunPart
      title="Checked files"
      what="The checks"
      query={query}
      isEmpty={({ first }) => first.files === 0}
      note={({ first }) => summaryOf(first)}
    >
      {({ first, files }) => (
        <>
          <div className="mt-1 border-t border-line">
            {files.map((file, index) => (
              <FileCheckRow
                key={`${file.stageId} ${file.contract} ${file.file}`}
                logs={logsOf(run)}
                check={file}
                isOpen={index < 3 && file.result !== 'pass'}
              />
            ))}
          </div>
          <ShowMore query={query}>
            Show more: {formatCount(files.length)} of {countOf(first.files, 'file')}
          </ShowMore>
        </>
      )}
    </RunPart>
  );
};

const filesOf = ({ pages }: InfiniteData<RunChecksPage>) => ({
  first: pages[0] as RunChecksPage,
  files: pages.flatMap(({ items }) => items),
});

const summaryOf = ({ files, counts }: { files: number; counts: { fail: number; warn: number } }): string => {
  if (counts.fail === 0 && counts.warn === 0) return `${countOf(files, 'file')}, all passed`;
  const parts = [
    ...(counts.fail === 0 ? [] : [`${formatCount(counts.fail)} failed`]),
    ...(counts.warn === 0 ? [] : [`${formatCount(counts.warn)} with warnings`]),
  ];
  return `${parts.join(', ')} of ${countOf(files, 'file')}`;
};
