import { blockRoom } from '../blocks/block.ts';
import { endOfLines, endOfRecords } from '../csv/cut.ts';
import type { Dialect } from '../csv/dialect.ts';
import { createKernel, isForKernel } from './kernel.ts';

/** The end of the last whole record in `bytes[0, end)`; 0 when there is none. Bytes of more records will follow. */
export type Cutter = (bytes: Buffer, end: number) => number;

/** The kernel reads behind what it is given. */
const slackBytes = 64;

/** As `endOfRecords`, in the kernel where records may hold line ends. */
export const createCutter = (dialect: Dialect): Cutter => {
  if (!isForKernel(dialect)) return (bytes, end) => endOfRecords(bytes, end, dialect);
  const { delimiter, quote } = dialect;
  let kernel: ReturnType<typeof createKernel>;
  return (bytes, end) => {
    const own = bytes.subarray(0, end);
    if (own.indexOf(quote) === -1) return endOfLines(bytes, end);
    kernel ??= createKernel(1, blockRoom);
    if (kernel === undefined || end + slackBytes > blockRoom) return endOfRecords(bytes, end, dialect);
    kernel.bytes.set(own);
    return kernel.run.endOfQuotedRecords(end, delimiter, quote);
  };
};
