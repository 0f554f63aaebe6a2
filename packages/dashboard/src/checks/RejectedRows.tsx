import type { CheckedFile } from '@sightglass/model/rest';
import { LongTable } from '../components/table/LongTable.tsx';
import { figureColumns, HeadRow } from '../components/table/HeadRow.tsx';
import { cell } from '../components/table/table.ts';
import { countOf, formatCount } from '../format/number.ts';

/** A few of the rejected rows, as the file has them. Nothing when none was reported. */
export const RejectedRows = ({ file }: { file: Pick<CheckedFile, 'file' | 'rejected' | 'samples'> }) => {
  const { samples, rejected } = file;
  if (samples.length === 0) return null;
  return (
    <div className="mt-4">
      <h3 className="text-dim">
        {samples.length < rejected
          ? `${formatCount(samples.length)} of ${countOf(rejected, 'rejected row')}`
          : countOf(samples.length, 'rejected row')}
      </h3>
      <LongTable
        caption={`Rejected rows of ${file.file}`}
        rows={samples}
        head={<HeadRow columns={[...figureColumns('Line'), 'Failed', { name: 'Row', width: 'w-full' }]} />}
        row={({ line, reasons, row }, attributes) => (
          <tr {...attributes} key={line} className="hover:bg-raised">
            <th scope="row" className={`${cell} text-right font-mono text-second max-sm:text-left`} data-name="Line">
              {formatCount(line)}
            </th>
            <td
              className={`${cell} max-w-[40ch] truncate font-mono text-second max-sm:whitespace-normal`}
              title={reasons.join(', ')}
            >
              {reasons.join(', ')}
            </td>
            <td
              className={`${cell} max-w-0 min-w-[28ch] truncate font-mono text-second max-sm:basis-full max-sm:whitespace-pre-wrap`}
              title={row}
            >
              {row}
            </td>
          </tr>
        )}
      />
    </div>
  );
};
