/** A page of a list ends after so many bytes of JSON, also before its `limit`. */
export const mostPageBytes = 8 * 1024 * 1024;

/** The first items that fit a page, one at least; `shownAs` says what is sent of an item. */
export const withinPage = <Item>(
  items: readonly Item[],
  shownAs: (item: Item) => unknown = (item) => item,
  mostBytes: number = mostPageBytes,
): readonly Item[] => {
  let bytes = 0;
  const end = items.findIndex((item) => {
    bytes += Buffer.byteLength(JSON.stringify(shownAs(item)));
    return bytes > mostBytes;
  });
  return end === -1 ? items : items.slice(0, Math.max(1, end));
};
