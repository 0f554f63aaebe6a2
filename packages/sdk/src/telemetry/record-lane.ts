import type { Batch } from '../export/batch.ts';
import { createBatch } from '../export/batch.ts';
import type { RecordBatch } from '../otlp/record-batch.ts';
import { safely } from '../safely.ts';

/** Records of one kind on their way to the exporter: gathered as bytes, handed on by size or time. */
export interface RecordLane<T> {
  readonly hasWork: boolean;
  write(record: T): void;
  cut(): void;
  /** Cuts in the next turn of the event loop: for a record that must not wait for others. */
  cutSoon(): void;
}

/** Sees some records as bytes while they wait. */
export interface RecordWitness<T> {
  accepts(record: T): boolean;
  keep(record: Buffer): void;
  handedOn(): void;
}

const maxBytes = 256 * 1024;
const intervalMs = 500;

/** `batchFor` chooses the batch a record belongs in; there are few, and a full one is handed on alone. */
export const createRecordLane = <T>(
  batchFor: (record: T) => RecordBatch<T>,
  onBatch: (batch: Batch) => void,
  witness?: RecordWitness<T>,
): RecordLane<T> => {
  const waiting = new Set<RecordBatch<T>>();
  let timer: NodeJS.Timeout | undefined;
  let soon: NodeJS.Immediate | undefined;
  const handOn = (batch: RecordBatch<T>) => {
    waiting.delete(batch);
    const { records } = batch;
    onBatch(createBatch(records, batch.take()));
    witness?.handedOn();
  };
  const cut = () => {
    clearTimeout(timer);
    clearImmediate(soon);
    timer = soon = undefined;
    for (const batch of waiting) handOn(batch);
  };
  return {
    get hasWork() {
      return waiting.size > 0;
    },
    write: (record) => {
      const batch = batchFor(record);
      const before = batch.bytes;
      batch.add(record);
      if (witness?.accepts(record)) witness.keep(batch.writtenSince(before));
      waiting.add(batch);
      if (batch.bytes >= maxBytes) handOn(batch);
      timer ??= setTimeout(() => safely(cut), intervalMs).unref();
    },
    cut,
    cutSoon: () => {
      soon ??= setImmediate(() => safely(cut)).unref();
    },
  };
};
