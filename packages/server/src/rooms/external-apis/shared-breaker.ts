import type { SharedBreaker } from '@sightglass/model/rest';
import type { ApiBreakerRow } from './store.ts';

/** A shared breaker as processes receive it; an opening that is over is none. `nowMs` is only used to name a time. */
export const sharedBreakerOf = (row: ApiBreakerRow, nowMs: number): SharedBreaker => {
  const { openForMs } = row;
  const isOpen = openForMs !== null && openForMs > 0;
  return {
    name: row.name,
    isolated: row.isolated,
    reason: row.isolated || isOpen ? row.reason : '',
    openUntil: isOpen ? new Date(nowMs + openForMs).toISOString() : null,
    openForMs: isOpen ? openForMs : null,
    halfOpen: openForMs !== null && !isOpen,
    openedBy: isOpen ? row.openedBy : null,
    changedAt: row.changedAt.toISOString(),
  };
};

/** The answer for an API of which nothing is known. */
export const unknownBreaker = (name: string): SharedBreaker => ({
  name,
  isolated: false,
  reason: '',
  openUntil: null,
  openForMs: null,
  halfOpen: false,
  openedBy: null,
  changedAt: null,
});
