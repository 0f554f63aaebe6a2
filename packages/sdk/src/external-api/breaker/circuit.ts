import type { Verdict } from './verdict.ts';

/** Why calls are held back, and for how long. */
export interface Refusal {
  readonly openForMs: number;
  readonly problem: string;
}

/** Each state is an object of its own: what calls report counts only while the state they began in lasts. */
export type Circuit =
  | { readonly kind: 'closed'; failures: number }
  | (Refusal & {
      readonly kind: 'open';
      readonly sinceMs: number;
      readonly isFollowed: boolean;
      asking?: Promise<void>;
    })
  | {
      readonly kind: 'half-open';
      tried: PromiseWithResolvers<void> | undefined;
      /** A call was tried without a verdict, and the right to try went back to all processes. */
      mustAsk?: boolean;
      asking?: Promise<void> | undefined;
    }
  | { readonly kind: 'isolated'; holders: number };
export type CircuitOf<Kind> = Extract<Circuit, { kind: Kind }>;

export const closed = (): Circuit => ({ kind: 'closed', failures: 0 });

/** What a call reports, with the problem in words. */
export interface Report {
  readonly verdict: Verdict;
  readonly problem: string;
}

/** Where a report leads, and why; undefined when everything stays as it is. Counts failures in `at`. */
export const consequenceOf = (
  at: CircuitOf<'closed' | 'half-open'>,
  { verdict, problem }: Report,
  failuresInARow: number,
): { readonly to: 'open' | 'closed'; readonly reason: string } | undefined => {
  if (at.kind === 'half-open') {
    if (verdict === 'failed') return { to: 'open', reason: `the call that was tried failed: ${problem}` };
    return verdict === 'answered' ? { to: 'closed', reason: triedWords(problem) } : undefined;
  }
  if (verdict === 'unknown') return undefined;
  at.failures = verdict === 'failed' ? at.failures + 1 : 0;
  return at.failures < failuresInARow ? undefined : { to: 'open', reason: failuresWords(at.failures, problem) };
};

const triedWords = (problem: string): string =>
  problem === '' ? 'the call that was tried succeeded' : `the call that was tried was answered: ${problem}`;

const failuresWords = (inARow: number, problem: string): string =>
  inARow === 1 ? `1 failure, ${problem}` : `${inARow} failures in a row, the last: ${problem}`;

/** One holder of an isolation; `end` is called when the last lets go. */
export const holdOn = (at: CircuitOf<'isolated'>, end: () => void): Disposable => {
  let isHolding = true;
  at.holders += 1;
  return {
    [Symbol.dispose]: () => {
      if (!isHolding) return;
      isHolding = false;
      at.holders -= 1;
      if (at.holders === 0) end();
    },
  };
};
