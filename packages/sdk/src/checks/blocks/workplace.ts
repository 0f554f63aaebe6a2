import { createScratch, type Scratch } from '../columns/column-batch.ts';
import type { Dialect } from '../csv/dialect.ts';
import type { ScanState, ScanTarget } from '../csv/scanner.ts';
import { createFieldTable, type FieldTable } from '../field-table.ts';
import type { ColumnKernel } from '../kernel/column-kernel.ts';
import { isForKernel, type Kernel } from '../kernel/kernel.ts';
import { type Block, blockRoom } from './block.ts';

type Scan = (bytes: Buffer, end: number, dialect: Dialect, state: ScanState, target: ScanTarget) => void;

/** Where the rows of a block are taken apart and checked. */
export interface Workplace {
  readonly bytes: Buffer;
  readonly view: DataView;
  readonly table: FieldTable;
  readonly scratch: Scratch;
  readonly kernel: ColumnKernel | undefined;
  readonly scan: Scan;
}

interface Workplaces {
  readonly width: number;
  readonly dialect: Dialect;
  /** Undefined where there is none. */
  readonly kernel: Kernel | undefined;
  /** The kernel's scanner reads what this one does. */
  readonly isPlain: boolean;
  readonly scan: Scan;
}

/** In the memory of the kernel where there is one and the block fits in, to which it is copied; else where the block is. */
export const createWorkplaces = ({
  width,
  dialect,
  kernel,
  isPlain,
  scan,
}: Workplaces): ((block: Block) => Workplace) => {
  const inKernel = kernel && {
    ...kernel,
    kernel,
    scan: isPlain && isForKernel(dialect) ? kernel.scan : scan,
  };
  let table: FieldTable | undefined;
  let scratch: Scratch | undefined;
  return ({ buffer, bytes }) => {
    if (inKernel !== undefined && buffer.byteLength <= blockRoom) {
      inKernel.bytes.set(new Uint8Array(buffer, 0, bytes));
      return inKernel;
    }
    table ??= createFieldTable(width);
    scratch ??= createScratch(table.capacity);
    return { bytes: Buffer.from(buffer), view: new DataView(buffer), table, scratch, kernel: undefined, scan };
  };
};
