import { randomUUID } from 'node:crypto';

export const signals = ['logs', 'traces', 'metrics'] as const;
export type Signal = (typeof signals)[number];

/**
 * Ways to the server, each with a connection, a queue and room on disk of its own. Lifecycle events, ledgers and results of checks are
 * log records, too, but never wait behind what a program prints.
 */
export const lanes = ['events', ...signals] as const;
export type Lane = (typeof lanes)[number];

export const signalOf = (lane: Lane): Signal => (lane === 'events' ? 'logs' : lane);

/** One OTLP request body, ready to send. `id` is its idempotency key for as long as it lives. */
export interface Batch {
  readonly id: string;
  readonly records: number;
  readonly body: Uint8Array;
  /** To be called when nobody needs to keep it elsewhere: it is delivered, refused, given up, or in the disk buffer. */
  readonly onGone?: () => void;
}

export const createBatch = (records: number, body: Uint8Array): Batch => ({ id: randomUUID(), records, body });
