/** How many records of one kind may be sent, as a bucket of tokens that fills with time. */
export interface DetailBudget {
  readonly tokens: number;
  readonly atMs: number;
}

export interface BudgetLimits {
  /** So many at once … */
  readonly burst: number;
  /** … and so many a second in the long run. */
  readonly perSecond: number;
}

export const fullBudget = ({ burst }: BudgetLimits, nowMs: number): DetailBudget => ({ tokens: burst, atMs: nowMs });

/** The budget after one more is wanted, and whether it is granted. */
export const spend = (
  { tokens, atMs }: DetailBudget,
  nowMs: number,
  { burst, perSecond }: BudgetLimits,
): { readonly budget: DetailBudget; readonly isGranted: boolean } => {
  const filled = Math.min(burst, tokens + (Math.max(0, nowMs - atMs) / 1_000) * perSecond);
  const isGranted = filled >= 1;
  return { budget: { tokens: isGranted ? filled - 1 : filled, atMs: Math.max(atMs, nowMs) }, isGranted };
};
