import type { CheckedFile, ContractHealth } from '@sightglass/model/rest';
import { Link } from '@tanstack/react-router';
import { ExpectationTable } from '../../checks/ExpectationTable.tsx';
import { FileReadings } from '../../checks/FileReadings.tsx';
import { RejectedRows } from '../../checks/RejectedRows.tsx';
import { formatDuration } from '../../format/duration.ts';
import { countOf, formatBytes, formatCount } from '../../format/number.ts';
import { decisiveFile, rejectedWords } from '@sightglass/model';
import { ageMsOf } from './file-age.ts';
import { FileTable } from './FileTable.tsx';
import { FileTrend } from './FileTrend.tsx';
import { WorstColumns } from './WorstColumns.tsx';
import { runLink } from '../../url/run-link.ts';

/** One contract closely: what its latest file broke, how volume and freshness went, which columns are worst. */
export const ContractDetail = ({ health }: { health: ContractHealth }) => {
  const latest = decisiveFile(health);
  const { namespace, pipeline, files, expectations } = health;
  const name = health.contract ?? pipeline;
  return (
    <section aria-label={`Contract ${name}`} className="mt-10">
      <div className="flex flex-wrap items-baseline gap-x-4">
        <h2 className="max-w-[48ch] truncate text-name" title={name}>
          {name}
        </h2>
        <span className="text-dim">
          of{' '}
          <Link to="/pipelines/$namespace/$name" params={{ namespace, name: pipeline }} className="link">
            {pipeline}
          </Link>
          , {countOf(health.filesChecked, 'file')} checked
        </span>
      </div>
      {latest === undefined ? null : <Latest of={health} file={latest} />}
      <ExpectationTable caption={`Expectations of ${name} in the latest file`} results={expectations} />
      {latest === undefined ? null : <RejectedRows file={latest} />}
      <div className="mt-10 grid gap-x-12 gap-y-8 md:grid-cols-3">
        <FileTrend title="Rows" of={health} files={files} measure={rowsOf} format={formatCount} />
        <FileTrend title="Size" of={health} files={files} measure={bytesOf} format={formatBytes} />
        <FileTrend title="File age when checked" of={health} files={files} measure={ageMsOf} format={formatDuration} />
      </div>
      <WorstColumns columns={health.columns} files={files.length} />
      <FileTable of={health} files={files} />
    </section>
  );
};

const Latest = ({ of, file }: { of: Pick<ContractHealth, 'namespace' | 'pipeline'>; file: CheckedFile }) => (
  <>
    <p className="mt-3 wrap-anywhere">
      <span className="font-mono text-second">{file.file}</span>: {rejectedWords(file)},{' '}
      <Link {...runLink({ ...of, runId: file.runId })} className="link">
        see its run
      </Link>
      .
    </p>
    <FileReadings file={file} />
  </>
);

const rowsOf = ({ rows }: CheckedFile): number => rows;
const bytesOf = ({ bytes }: CheckedFile): number => bytes;
