import { type Allowance, type Counted, fullAllowance, type Rates, refill, usedUp } from './allowance.ts';

/** How much one token, and one address, may send and ask. Undefined: any amount. */
export interface SenderLimits {
  readonly recordsPerSecond: number | undefined;
  readonly bytesPerSecond: number | undefined;
  readonly requestsPerMinute: number | undefined;
  /** Requests of the API that one person, token or address may have under way. */
  readonly concurrentQueries: number | undefined;
}

/** More was sent or asked than is allowed; nothing was stored. */
export class LimitReachedError extends Error {
  readonly code = 'LIMIT_REACHED';
  readonly statusCode = 429;
  readonly retryAfterSeconds: number;
  constructor(what: string, retryAfterSeconds: number) {
    super(`${what} Try again in ${retryAfterSeconds} s.`);
    this.retryAfterSeconds = retryAfterSeconds;
  }
}

/** Whoever has more of these than others is not remembered before them. */
const mostKeys = 20_000;

/** What `keys` may still send and ask: of a token and of an address, each for itself. */
export const createLimits = (limits: SenderLimits, now: () => number = () => performance.now()) => {
  const rates: Rates = {
    records: limits.recordsPerSecond,
    bytes: limits.bytesPerSecond,
    requests: limits.requestsPerMinute === undefined ? undefined : limits.requestsPerMinute / 60,
  };
  const isOff = Object.values(rates).every((rate) => rate === undefined);
  const known = new Map<string, Allowance>();
  const underWay = new Map<string, number>();

  const allowanceOf = (key: string, nowMs: number): Allowance => {
    const found = known.get(key);
    if (found !== undefined) {
      refill(found, rates, nowMs);
      return found;
    }
    if (known.size >= mostKeys) known.delete(known.keys().next().value as string);
    const fresh = fullAllowance(rates, nowMs);
    known.set(key, fresh);
    return fresh;
  };

  const refuseBeyond = (allowance: Allowance, asked: readonly Counted[], name: string): void => {
    const over = usedUp(allowance, rates, asked);
    if (over !== undefined) throw new LimitReachedError(wordsOf(over.kind, name, limits), over.waitSeconds);
  };

  return {
    /** Counts a request, before its body is read. `name`: what the key is called. Raises LimitReachedError. */
    enter(key: string, name = key): void {
      if (isOff) return;
      const allowance = allowanceOf(key, now());
      refuseBeyond(allowance, beforeReading, name);
      allowance.requests -= 1;
    },
    /** Counts what a body holds, before it is stored. Raises LimitReachedError. */
    pass(key: string, name: string, bytes: number, records: number): void {
      if (isOff) return;
      const allowance = allowanceOf(key, now());
      refuseBeyond(allowance, beforeStoring, name);
      allowance.bytes -= bytes;
      allowance.records -= records;
    },
    /** A request of the API, until what it answers is called. Raises LimitReachedError. */
    query(key: string, name = key): () => void {
      const most = limits.concurrentQueries;
      if (most === undefined) return nothing;
      const before = underWay.get(key) ?? 0;
      if (before >= most)
        throw new LimitReachedError(
          `${before} requests of "${name}" are under way, and no more may be (limits.concurrentQueries).`,
          1,
        );
      underWay.set(key, before + 1);
      return () => {
        const left = (underWay.get(key) ?? 1) - 1;
        if (left > 0) underWay.set(key, left);
        else underWay.delete(key);
      };
    },
  };
};
export type Limits = ReturnType<typeof createLimits>;

const beforeReading: readonly Counted[] = ['requests', 'bytes'];
const beforeStoring: readonly Counted[] = ['records'];
const nothing = (): void => {};

const wordsOf = (kind: Counted, name: string, limits: SenderLimits): string => {
  const words: Readonly<Record<Counted, string>> = {
    records: `${limits.recordsPerSecond} records a second (limits.recordsPerSecond)`,
    bytes: `${limits.bytesPerSecond} bytes a second (limits.bytesPerSecond)`,
    requests: `${limits.requestsPerMinute} requests a minute (limits.requestsPerMinute)`,
  };
  return `More came from "${name}" than ${words[kind]}.`;
};
