/** A folder of the engine that holds rows of one table. */
export interface Part {
  readonly table: string;
  readonly name: string;
  readonly partitionId: string;
  /** The inserts it holds, numbered by the engine: a part that lies within another is what that was merged from. */
  readonly minBlock: number;
  readonly maxBlock: number;
  readonly rows: number;
  readonly bytes: number;
  /** Absolute. */
  readonly path: string;
}

/** A part the engine cannot read and has put aside. */
export interface BrokenPart {
  readonly table: string;
  readonly partitionId: string;
  readonly minBlock: number;
  readonly maxBlock: number;
  /** Undefined where even that cannot be read. */
  readonly rows: number | undefined;
  /** When its rows arrived; undefined where that cannot be read. */
  readonly fromMs: number | undefined;
  readonly toMs: number | undefined;
  readonly path: string;
}

/** Rows of a broken part that no other holds: those it was merged from may still be there. Undefined where that cannot be known. */
export const rowsMissing = (broken: BrokenPart, active: readonly Part[]): number | undefined => {
  const within = active
    .filter(
      ({ table, partitionId, minBlock, maxBlock }) =>
        table === broken.table &&
        partitionId === broken.partitionId &&
        minBlock >= broken.minBlock &&
        maxBlock <= broken.maxBlock,
    )
    .toSorted((a, b) => a.minBlock - b.minBlock);
  if (broken.rows !== undefined) return Math.max(0, broken.rows - within.reduce((sum, { rows }) => sum + rows, 0));
  const covered = within.reduce((next, part) => (part.minBlock === next ? part.maxBlock + 1 : next), broken.minBlock);
  return covered === broken.maxBlock + 1 ? 0 : undefined;
};

const brokenName = /^broken[a-z-]*_(\w+?)_(\d+)_(\d+)_(\d+)(?:_\d+)?(?:_try\d+)?$/;

/** What the name of a folder in `detached/` says; undefined where it is none of a broken part. */
export const brokenPartNamed = (
  name: string,
): Pick<BrokenPart, 'partitionId' | 'minBlock' | 'maxBlock'> | undefined => {
  const [, partitionId, minBlock, maxBlock] = brokenName.exec(name) ?? [];
  return partitionId === undefined
    ? undefined
    : { partitionId, minBlock: Number(minBlock), maxBlock: Number(maxBlock) };
};
