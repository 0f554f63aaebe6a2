/** Milliseconds of a clock that all threads of a process share, unlike `performance.now()`; it never goes back. */
export const clockMs = (): number => Number(process.hrtime.bigint()) / 1e6;
