/** How much may pass in a second, on average. Undefined: any amount. */
export interface Rates {
  readonly records: number | undefined;
  readonly bytes: number | undefined;
  readonly requests: number | undefined;
}
export type Counted = keyof Rates;
const kinds = ['records', 'bytes', 'requests'] as const satisfies readonly Counted[];

/** So many seconds' worth may pass at once. */
const burstSeconds: Readonly<Record<Counted, number>> = { records: 10, bytes: 10, requests: 60 };

/** What is left of the rates: it grows with time up to the burst. How large a body is shows only once it has been read, so the last that passes may overdraw it. */
export interface Allowance extends Record<Counted, number> {
  atMs: number;
}

export const fullAllowance = ({ records = 0, bytes = 0, requests = 0 }: Rates, nowMs: number): Allowance => ({
  records: records * burstSeconds.records,
  bytes: bytes * burstSeconds.bytes,
  requests: requests * burstSeconds.requests,
  atMs: nowMs,
});

/** Adds what has come in since the last time. */
export const refill = (allowance: Allowance, rates: Rates, nowMs: number): void => {
  const seconds = Math.max(0, nowMs - allowance.atMs) / 1_000;
  allowance.atMs = nowMs;
  for (const kind of kinds) {
    const rate = rates[kind];
    if (rate !== undefined) allowance[kind] = Math.min(rate * burstSeconds[kind], allowance[kind] + seconds * rate);
  }
};

/** Which of these is used up, and after how many whole seconds something may pass again; undefined while something may. Of a refilled allowance. Pure. */
export const usedUp = (
  allowance: Allowance,
  rates: Rates,
  asked: readonly Counted[],
): { readonly kind: Counted; readonly waitSeconds: number } | undefined => {
  for (const kind of asked) {
    const rate = rates[kind];
    if (rate === undefined || allowance[kind] > 0) continue;
    return { kind, waitSeconds: Math.max(1, Math.ceil(-allowance[kind] / rate)) };
  }
  return undefined;
};
