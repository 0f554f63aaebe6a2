import type { CheckedFile, ContractHealth } from '@sightglass/model/rest';
import { Link } from '@tanstack/react-router';
import { VerdictWord } from '../../checks/VerdictWord.tsx';
import { FigureCell } from '../../components/table/FigureCell.tsx';
import { LongTable, type RowAttributes } from '../../components/table/LongTable.tsx';
import { Timestamp } from '../../components/time/Timestamp.tsx';
import { figureColumns, HeadRow } from '../../components/table/HeadRow.tsx';
import { cell } from '../../components/table/table.ts';
import { formatDuration } from '../../format/duration.ts';
import { formatBytes, formatCount, formatShare } from '../../format/number.ts';
import { shortPath } from '../../format/path.ts';
import { ageMsOf } from './file-age.ts';
import { runLink } from '../../url/run-link.ts';

interface Props {
  /** Their contract. */
  readonly of: Pick<ContractHealth, 'namespace' | 'pipeline'>;
  readonly files: readonly CheckedFile[];
}

/** The last files, newest first: what the bars above them measure, and where the rejected rows of each are. */
export const FileTable = ({ of, files }: Props) => (
  <section aria-label="Last files" className="mt-10">
    <h2 className="text-name">Last files</h2>
    <p className="pb-1 text-dim">Files, and those with their rejected rows, are on the machine of their run.</p>
    <LongTable
      caption="Files, the latest first"
      rows={files.toReversed()}
      head={
        <HeadRow
          columns={[
            'Checked',
            'Result',
            ...figureColumns('Rows', 'Rejected', '% of rows', 'Size', 'Age'),
            { name: 'File', width: 'w-full' },
            'Rejected rows in',
          ]}
        />
      }
      row={(file, attributes) => (
        <FileRow attributes={attributes} key={`${file.runId} ${file.stageId} ${file.file}`} of={of} file={file} />
      )}
    />
  </section>
);

const path = `${cell} font-mono whitespace-nowrap text-second`;

interface RowProps {
  readonly attributes: RowAttributes;
  readonly of: Props['of'];
  readonly file: CheckedFile;
}

const FileRow = ({ attributes, of, file }: RowProps) => (
  <tr {...attributes} className="hover:bg-raised">
    <th scope="row" className={cell}>
      <Link {...runLink({ ...of, runId: file.runId })} data-row className="whitespace-nowrap hover:underline">
        <Timestamp at={file.checkedAt} />
      </Link>
    </th>
    <td className={cell}>
      <VerdictWord verdict={file.result} />
    </td>
    <FigureCell name="Rows" value={file.rows} format={formatCount} />
    <FigureCell name="Rejected" value={file.rejected} format={formatCount} loud="text-bad" />
    <FigureCell name="% of rows" value={file.rows === 0 ? null : file.rejected / file.rows} format={formatShare} />
    <FigureCell name="Size" value={file.bytes} format={formatBytes} />
    <FigureCell name="Age" value={ageMsOf(file)} format={formatDuration} />
    <td className={path} title={file.file}>
      {shortPath(file.file)}
    </td>
    <td
      className={path}
      data-name="Rejected rows in"
      data-nothing={file.rejectFile === null || undefined}
      title={file.rejectFile ?? undefined}
    >
      {file.rejectFile === null ? <span className="text-dim">–</span> : shortPath(file.rejectFile)}
    </td>
  </tr>
);
