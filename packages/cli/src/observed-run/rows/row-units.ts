const setOf = (words: string): ReadonlySet<string> => new Set(words.trim().split(/\s+/));

/** What a number of rows may be followed by: its unit, */
const rowUnits = setOf(`
  row rows record records line lines item items entry entries tuple tuples document documents doc docs message messages event events
  datensätze zeilen`);
/** or a word that goes on with the sentence. */
const joiningWords = setOf(`
  and after as at before but by during finished for from in into is on or ok since so successfully then to took total until via was
  were while with without complete completed done elapsed success`);

/** Sizes, and what has them; a text about them is about no rows. */
const sizes = setOf(`
  b byte bytes octet octets bit bits kb mb gb tb pb kib mib gib tib kbytes mbytes gbytes kilobytes megabytes gigabytes
  i/o io iops blkio disk disks network net socket sockets memory heap swap wal buffer buffers sectors extents stripes`);
/** What can be counted as rows are. */
const things = setOf(`
  pages blocks segments chunks files tables partitions batches columns cells chars characters packets frames requests calls
  op ops operations queries statements percent pct %`);
const times = setOf(`
  ns us µs μs ms s sec secs second seconds min mins minute minutes h hour hours`);

/** Whether a word says that a text is about sizes: `bytes`, `kB`, `I/O`. */
export const isSize = (word: string): boolean => sizes.has(word.toLowerCase());

/** Whether a word names what is counted, and no rows. */
export const isOtherThing = (word: string): boolean => isSize(word) || things.has(word.toLowerCase());

/** Whether a word is a unit of something else than rows. */
export const isOtherUnit = (word: string): boolean => isOtherThing(word) || times.has(word.toLowerCase());

/** Whether a word right behind a number leaves it a number of rows. */
export const leavesRows = (word: string): boolean =>
  rowUnits.has(word.toLowerCase()) || joiningWords.has(word.toLowerCase());
