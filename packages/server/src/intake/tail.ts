import type { Signal } from '../wire/proto.ts';

/** Sees the body of an `ExportLogsServiceRequest` and how many records it holds; the body is used again afterwards. */
export type OnLogs = (body: Uint8Array, records: number) => void;

/** Bodies of log records as they are accepted, before the engine has them. */
export interface LogTail {
  /** Calls `onLogs` with what arrives until unsubscribed. */
  subscribe(onLogs: OnLogs): () => void;
  /** Shows a body to the subscribers; free of cost when there are none. */
  offer(signal: Signal, body: Uint8Array, records: number): void;
}

export const createLogTail = (): LogTail => {
  const subscribers = new Set<OnLogs>();
  return {
    subscribe(onLogs) {
      subscribers.add(onLogs);
      return () => subscribers.delete(onLogs);
    },
    offer(signal, body, records) {
      if (signal !== 'logs') return;
      for (const subscriber of subscribers) subscriber(body, records);
    },
  };
};
