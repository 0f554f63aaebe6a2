import type { ErrorBudget } from '@sightglass/model/rest';

/** How much of the failures an objective allows is spent. Null without an objective, or without requests. */
export const errorBudgetOf = (
  objective: number | undefined,
  requests: number,
  availability: number | null,
): ErrorBudget | null => {
  if (objective === undefined || availability === null) return null;
  const spent = Math.round(requests * (1 - availability));
  const allowed = requests * (1 - objective);
  return { objective, met: availability >= objective, allowed, spent, leftShare: Math.max(0, 1 - spent / allowed) };
};
