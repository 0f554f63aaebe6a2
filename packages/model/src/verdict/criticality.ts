interface Ordered {
  /** The smaller the more urgent. */
  readonly urgency: number;
  readonly criticality?: string | null;
  readonly lastRun: { readonly startedAt: string };
}

/** A pipeline that declares no criticality, or one that nobody knows, stands among those of `medium`. */
const ranks: Readonly<Record<string, number>> = { critical: 0, high: 1, medium: 2, low: 3 };
const rankOf = ({ criticality }: Ordered): number => ranks[criticality?.toLowerCase() ?? ''] ?? 2;

/** Trouble first, by its kind; what is alike by criticality; then the latest first. */
export const byUrgencyAndCriticality = (a: Ordered, b: Ordered): number =>
  a.urgency - b.urgency || rankOf(a) - rankOf(b) || b.lastRun.startedAt.localeCompare(a.lastRun.startedAt);
