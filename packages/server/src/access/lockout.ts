/** What is known of the failures of one account or one address. */
export interface Failures {
  readonly count: number;
  readonly lastAtMs: number;
}

/** Whose failures are counted: of an account from one address, from one browser that signed in before, and from anywhere; of an address, for any account. */
export type FailureKind = 'address' | 'accountAtAddress' | 'device' | 'account';

export const lockout = {
  /** Failures that cost nothing: people mistype. */
  free: { address: 20, accountAtAddress: 4, device: 4, account: 4 },
  /** So many of an account from anywhere, before an address that has not failed for it has to wait: guesses from many addresses are some as well. */
  freeElsewhere: 100,
  firstDelayMs: 1_000,
  longestDelayMs: 15 * 60_000,
  /** Without a further failure for so long, all of them are forgotten. */
  forgottenAfterMs: 24 * 3_600_000,
} as const;

/** How long nobody may try yet: it doubles with each failure beyond the free ones. 0 when a try may be made now. Pure. */
export const waitMs = (
  kind: FailureKind,
  failures: Failures | undefined,
  nowMs: number,
  free: number = lockout.free[kind],
): number => {
  if (failures === undefined || isForgotten(failures, nowMs)) return 0;
  const beyond = failures.count - free;
  if (beyond <= 0) return 0;
  const delayMs = Math.min(lockout.longestDelayMs, lockout.firstDelayMs * 2 ** Math.min(beyond - 1, 30));
  return Math.max(0, Math.min(delayMs, failures.lastAtMs + delayMs - nowMs));
};

/** How long who tries has to wait, by all that is counted of the try. Pure. */
export const longestWaitMs = (
  known: readonly { readonly kind: FailureKind; readonly before: Failures | undefined }[],
  nowMs: number,
): number => {
  const here = known.find(({ kind }) => kind === 'accountAtAddress')?.before;
  const failedHere = here !== undefined && !isForgotten(here, nowMs);
  return Math.max(
    0,
    ...known.map(({ kind, before }) =>
      kind === 'account' && !failedHere
        ? waitMs(kind, before, nowMs, lockout.freeElsewhere)
        : waitMs(kind, before, nowMs),
    ),
  );
};

/** What is known after one more. Pure. */
export const afterFailure = (before: Failures | undefined, nowMs: number): Failures => ({
  count: before === undefined || isForgotten(before, nowMs) ? 1 : before.count + 1,
  lastAtMs: nowMs,
});

const isForgotten = ({ lastAtMs }: Failures, nowMs: number): boolean => nowMs - lastAtMs > lockout.forgottenAfterMs;
