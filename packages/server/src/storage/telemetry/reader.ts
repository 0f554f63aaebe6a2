import { AsyncLocalStorage } from 'node:async_hooks';

const readers = new AsyncLocalStorage<AbortSignal>();

/** Readers that ask from outside: what their queries may read is bounded. */
const fromOutside = new WeakSet<AbortSignal>();

/** Runs `job` for a reader: the queries made in it stop when `over` is aborted, and raise its reason. */
export const forReader = (over: AbortSignal, job: () => void): void => readers.run(over, job);

/** The same for a request from outside. */
export const forRequest = (over: AbortSignal, job: () => void): void => {
  fromOutside.add(over);
  forReader(over, job);
};

/** Whether this code runs for a request from outside. */
export const isForRequest = (): boolean => {
  const over = readers.getStore();
  return over !== undefined && fromOutside.has(over);
};

/** A job that others wait for too, or that may take longer than a request: it goes on when the reader has left. */
export const forNobody = <Result>(job: () => Promise<Result>): Promise<Result> =>
  new Promise((resolve, reject) => forReader(new AbortController().signal, () => void job().then(resolve, reject)));

/** Aborted when the reader for whom this code runs has left, or has waited long enough; undefined where it runs for nobody. */
export const readingOver = (): AbortSignal | undefined => readers.getStore();

/** What others await, too; raises the reason, or what `errorOf` makes of it, as soon as `over` is aborted. */
export const unlessOver = async <Result>(
  job: Promise<Result>,
  over = readingOver(),
  errorOf: (reason: unknown) => unknown = (reason) => reason,
): Promise<Result> => {
  if (over === undefined) return job;
  const { promise, reject } = Promise.withResolvers<never>();
  const giveUp = (): void => reject(errorOf(over.reason));
  if (over.aborted) reject(over.reason);
  over.addEventListener('abort', giveUp);
  try {
    return await Promise.race([job, promise]);
  } finally {
    over.removeEventListener('abort', giveUp);
  }
};

/** What is read for several queries of one request is read once for it; where this code runs for nobody, each time. */
export const oncePerReader = <Answer>(
  known: WeakMap<AbortSignal, Promise<Answer>>,
  read: () => Promise<Answer>,
): Promise<Answer> => {
  const over = readingOver();
  if (over === undefined) return read();
  const answer = known.get(over) ?? read();
  known.set(over, answer);
  return answer;
};
