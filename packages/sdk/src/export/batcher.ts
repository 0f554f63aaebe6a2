import { safely } from '../safely.ts';

export interface Batcher<T> {
  readonly hasWork: boolean;
  push(record: T): void;
  /** Hands on what is waiting, now. */
  cut(): void;
  close(): void;
}

export interface BatcherOptions<T> {
  readonly maxRecords: number;
  readonly intervalMs: number;
  readonly onBatch: (records: T[]) => void;
}

/** Collects records until there are `maxRecords` or `intervalMs` has passed. Its timer never keeps the process alive. */
export const createBatcher = <T>({ maxRecords, intervalMs, onBatch }: BatcherOptions<T>): Batcher<T> => {
  let waiting: T[] = [];
  let timer: NodeJS.Timeout | undefined;
  const cut = () => {
    clearTimeout(timer);
    timer = undefined;
    if (waiting.length === 0) return;
    const records = waiting;
    waiting = [];
    safely(() => onBatch(records));
  };
  return {
    get hasWork() {
      return waiting.length > 0;
    },
    push: (record) => {
      waiting.push(record);
      if (waiting.length >= maxRecords) cut();
      else timer ??= setTimeout(cut, intervalMs).unref();
    },
    cut,
    close: () => {
      clearTimeout(timer);
      waiting = [];
    },
  };
};
