import type { CheckedFile } from '@sightglass/model/rest';
import { Timestamp } from '../components/time/Timestamp.tsx';
import { formatBytes } from '../format/number.ts';

/** Size and age of a file, and where its rejected rows are. */
export const FileReadings = ({ file }: { file: CheckedFile }) => (
  <p className="flex flex-wrap items-baseline gap-x-4 gap-y-1 pt-1 pb-2 text-dim">
    <span>{formatBytes(file.bytes)}</span>
    {file.modifiedAt === null ? null : (
      <span>
        written <Timestamp at={file.modifiedAt} />
      </span>
    )}
    {file.rejectFile === null ? null : (
      <span className="min-w-0">
        rejected rows in <span className="font-mono text-second wrap-anywhere text-ink">{file.rejectFile}</span> on the
        machine of the run
      </span>
    )}
  </p>
);
