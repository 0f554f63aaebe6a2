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
export interface RecordWitness {
  keep(record: Buffer): void;
  handedOn(): void;
}

export interface RecordLaneOptions<T> {
  /** Chooses the batch a record belongs in; there are few, and a full one is handed on alone. */
  readonly batchFor: (record: T) => RecordBatch<T>;
  readonly onBatch: (batch: Batch) => void;
  /** Whether batches come faster than they leave: then they may become larger. */
  readonly isBehind?: () => boolean;
  readonly witness?: RecordWitness;
  /** Makes a batch of what is in this one, which is empty then. */
  readonly toBatch?: (batch: RecordBatch<T>) => Batch;
}

export const batchBytes = { usual: 256 * 1024, most: 4 * 1024 * 1024 } as const;
const intervalMs = 500;

export const createRecordLane = <T>({
  batchFor,
  onBatch,
  isBehind,
  witness,
  toBatch,
}: RecordLaneOptions<T>): RecordLane<T> & { readonly added: (batch: RecordBatch<T>) => void } => {
  const waiting = new Set<RecordBatch<T>>();
  let timer: NodeJS.Timeout | undefined;
  let soon: NodeJS.Immediate | undefined;
  const handOn = (batch: RecordBatch<T>) => {
    waiting.delete(batch);
    const { records } = batch;
    if (records === 0) return;
    onBatch(toBatch?.(batch) ?? createBatch(records, batch.take()));
    witness?.handedOn();
  };
  const cut = () => {
    clearTimeout(timer);
    clearImmediate(soon);
    timer = soon = undefined;
    for (const batch of waiting) handOn(batch);
  };
  /** Something has been added to this batch. */
  const added = (batch: RecordBatch<T>) => {
    waiting.add(batch);
    if (batch.bytes >= batchBytes.usual && (batch.bytes >= batchBytes.most || isBehind?.() !== true)) handOn(batch);
    timer ??= setTimeout(() => safely(cut), intervalMs).unref();
  };
  return {
    get hasWork() {
      return waiting.size > 0;
    },
    write: (record) => {
      const batch = batchFor(record);
      const before = batch.bytes;
      batch.add(record);
      witness?.keep(batch.writtenSince(before));
      added(batch);
    },
    cut,
    cutSoon: () => {
      soon ??= setImmediate(() => safely(cut)).unref();
    },
    added,
  };
};
