const mebibyte = 2 ** 20;

/** What a query of a contract may take. */
export const sqlLimits = {
  timeoutMs: 60_000,
  memoryBytes: 1024 * mebibyte,
  /** Groups, sorts and joins go to the disk beyond it. */
  spillBytes: 256 * mebibyte,
  diskBytes: 16 * 1024 * mebibyte,
  resultBytes: 16 * mebibyte,
  threads: 2,
} as const;

/** Beyond its time, a query is given as long to end by itself before its process is killed. */
export const graceMs = 5_000;

/** To start the engine, or to hand it a chunk of rows. */
export const stepMs = 60_000;

/** Rows of a result that are looked at; all are counted. */
export const mostRows = 10;
