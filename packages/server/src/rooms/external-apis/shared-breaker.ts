import type { SharedBreaker } from '@sightglass/model/rest';
import type { ApiBreakerRow } from './store.ts';

/** A shared breaker as processes are told it; an opening that is over is none. */
export const sharedBreakerOf = (row: ApiBreakerRow, nowMs: number): SharedBreaker => {
  const isOpen = row.openUntil !== null && row.openUntil.getTime() > nowMs;
  return {
    name: row.name,
    isolated: row.isolated,
    reason: row.isolated || isOpen ? row.reason : '',
    openUntil: isOpen ? (row.openUntil?.toISOString() ?? null) : null,
    openedBy: isOpen ? row.openedBy : null,
    changedAt: row.changedAt.toISOString(),
  };
};

/** What is told of an API nobody has said anything about. */
export const unknownBreaker = (name: string): SharedBreaker => ({
  name,
  isolated: false,
  reason: '',
  openUntil: null,
  openedBy: null,
  changedAt: null,
});
