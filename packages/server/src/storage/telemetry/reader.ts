import { AsyncLocalStorage } from 'node:async_hooks';

const readers = new AsyncLocalStorage<AbortSignal>();

/** Runs `job` for a reader: the queries made in it stop when `left` is aborted. */
export const forReader = (left: AbortSignal, job: () => void): void => readers.run(left, job);

/** Aborted when the reader for whom this code runs has left; undefined where it runs for nobody. */
export const readerLeft = (): AbortSignal | undefined => readers.getStore();
