/** A statement may have 256 KiB (ClickHouse `max_query_size`); half of it is for ids. */
const mostBytes = 131_072;
const bytesAroundId = 4;

/** Ids in as many lists as it takes for each to fit a statement. */
const idPortions = (ids: readonly string[]): string[][] => {
  const portions: string[][] = [];
  let left = 0;
  for (const id of ids) {
    const bytes = 2 * Buffer.byteLength(id) + bytesAroundId;
    if (bytes > left) {
      portions.push([]);
      left = mostBytes;
    }
    portions.at(-1)?.push(id);
    left -= bytes;
  }
  return portions;
};

/** Rows of all these ids, portion after portion. */
export const byPortions = async <Row>(
  ids: readonly string[],
  read: (portion: readonly string[]) => Promise<Row[]>,
): Promise<Row[]> => (await Promise.all(idPortions(ids).map(read))).flat();
