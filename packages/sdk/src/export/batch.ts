import { randomUUID } from 'node:crypto';

export const signals = ['logs', 'traces', 'metrics'] as const;
export type Signal = (typeof signals)[number];

/** One OTLP request body, ready to send. `id` is its idempotency key for as long as it lives. */
export interface Batch {
  readonly id: string;
  readonly records: number;
  readonly body: Uint8Array;
}

export const createBatch = (records: number, body: Uint8Array): Batch => ({ id: randomUUID(), records, body });
