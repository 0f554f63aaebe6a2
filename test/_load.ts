import { randomUUID } from 'node:crypto';
import { setTimeout as delay } from 'node:timers/promises';
import { attributesOf, logsRequest, text } from '../packages/server/src/wire/_sample.ts';
import { logBodies, metric } from './_api.ts';
import { until } from './_processes.ts';

export interface LoadOptions {
  /** Where the server is now; it may move while the load runs. */
  readonly url: () => string;
  readonly senders?: number;
  readonly recordsPerBody?: number;
  /** By which each record is larger: bytes fill a spool, and records take the time of an audit. */
  readonly paddingBytes?: number;
  readonly requestTimeoutMs?: number;
}

/** Senders at work. Each record has an id of its own as its body, each request an idempotency key that its retries share. */
export interface Load {
  /** Ids of records the server acknowledged. */
  readonly acknowledged: ReadonlySet<string>;
  /** Ids of all records ever sent. */
  readonly sent: ReadonlySet<string>;
  readonly statuses: ReadonlyMap<number, number>;
  /** Lets every sender bring its last body to an end. */
  stop(): Promise<void>;
}

const mostAttempts = 400;
const retryPauseMs = 100;
const bodyPauseMs = 25;

export const startLoad = ({
  url,
  senders = 4,
  recordsPerBody = 10,
  paddingBytes = 0,
  requestTimeoutMs = 10_000,
}: LoadOptions): Load => {
  const padding = paddingBytes === 0 ? [] : attributesOf({ padding: 'x'.repeat(paddingBytes) });
  const name = randomUUID().slice(0, 8);
  const acknowledged = new Set<string>();
  const sent = new Set<string>();
  const statuses = new Map<number, number>();
  let stopped = false;

  const post = async (body: Uint8Array, key: string): Promise<boolean> => {
    try {
      const response = await fetch(`${url()}/v1/logs`, {
        method: 'POST',
        headers: { 'content-type': 'application/x-protobuf', 'idempotency-key': key },
        body,
        signal: AbortSignal.timeout(requestTimeoutMs),
      });
      await response.arrayBuffer();
      statuses.set(response.status, (statuses.get(response.status) ?? 0) + 1);
      if (response.status === 400) throw new RangeError('the load sends well-formed bodies');
      return response.ok;
    } catch (error) {
      if (error instanceof RangeError) throw error;
      return false;
    }
  };

  /** Half the senders try until they are answered; the others give a body up when the first attempt failed. */
  const send = async (sender: number): Promise<void> => {
    const attempts = sender % 2 === 0 ? mostAttempts : 1;
    for (let batch = 0; !stopped; batch += 1) {
      await delay(bodyPauseMs);
      const ids = Array.from({ length: recordsPerBody }, (_, record) => `${name}-${sender}-${batch}-${record}`);
      const body = logsRequest(
        ids.map((id) => ({
          timeUnixNano: `${BigInt(Date.now()) * 1_000_000n}`,
          body: text(id),
          attributes: padding,
        })),
      );
      for (const id of ids) sent.add(id);
      for (let attempt = 1; attempt <= attempts; attempt += 1) {
        if (await post(body, `${name}-${sender}-${batch}`)) {
          for (const id of ids) acknowledged.add(id);
          break;
        }
        await delay(retryPauseMs * (0.5 + Math.random()));
      }
    }
  };

  const sending = Promise.all(Array.from({ length: senders }, (_, sender) => send(sender)));
  sending.catch(() => {});
  return {
    acknowledged,
    sent,
    statuses,
    stop: async () => {
      stopped = true;
      await sending;
    },
  };
};

/** Waits until everything acknowledged by now is queryable. A server that tells of itself goes on to accept: its spool need never be empty. */
export const untilLoaded = (url: string, withinMs = 60_000): Promise<void> => {
  const startedAtMs = performance.now();
  return until(
    'what was accepted is queryable',
    async () => {
      const sinceMs = performance.now() - startedAtMs;
      const oldestMs = 1_000 * (await metric(url, 'sightglass_spool_oldest_seconds'));
      return oldestMs >= 0 && oldestMs < sinceMs;
    },
    { withinMs },
  );
};

export interface Audit {
  readonly missing: readonly string[];
  readonly doubled: readonly string[];
  readonly unknown: readonly string[];
}

/** What a perfect server shows: everything acknowledged is there, nothing twice, nothing nobody sent. */
export const nothingWrong: Audit = { missing: [], doubled: [], unknown: [] };

/** Compares what is stored with what was acknowledged and sent. */
export const auditOf = async (
  url: string,
  ...loads: readonly Pick<Load, 'acknowledged' | 'sent'>[]
): Promise<Audit> => {
  const stored = await logBodies(url);
  const once = new Set(stored);
  const acknowledged = loads.flatMap((load) => [...load.acknowledged]);
  return {
    missing: acknowledged.filter((id) => !once.has(id)),
    doubled: repeatedIn(stored),
    unknown: [...once].filter((id) => !loads.some((load) => load.sent.has(id))),
  };
};

const repeatedIn = (ids: readonly string[]): string[] => {
  const seen = new Set<string>();
  return ids.filter((id) => seen.size === seen.add(id).size);
};
