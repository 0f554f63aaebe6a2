import type { CheckOutcome, DatabaseState } from '@sightglass/model/rest';

export interface Attempt {
  readonly atMs: number;
  readonly outcome: CheckOutcome;
  /** The state after it. */
  readonly state: DatabaseState;
}

/** What a database has shown of itself lately. */
export interface Health {
  readonly state: DatabaseState;
  /** Undefined until it has been checked. */
  readonly sinceMs: number | undefined;
  /** Oldest first. */
  readonly recent: readonly Attempt[];
}

export const unknownHealth: Health = { state: 'unknown', sinceMs: undefined, recent: [] };

export const failuresToDown = 3;
const mostRecent = 20;
const window = 10;
const bruisesToDegraded = 3;
const wellsToUp = 2;
/** What has been up and fell this often in `mostRecent` attempts flaps, and has to be well for longer before it counts as up. */
const fallsOfFlapping = 2;
const wellsToUpWhenFlapping = 5;

/** Health after one more attempt. One failure alone changes nothing that was up; three in a row are always down. */
export const judged = (health: Health, outcome: CheckOutcome, atMs: number): Health => {
  const outcomes = [...health.recent.map((attempt) => attempt.outcome), outcome];
  const state = stateAfter(health, outcomes);
  return {
    state,
    sinceMs: state !== health.state || health.sinceMs === undefined ? atMs : health.sinceMs,
    recent: [...health.recent, { atMs, outcome, state }].slice(-mostRecent),
  };
};

const stateAfter = (health: Health, outcomes: readonly CheckOutcome[]): DatabaseState => {
  const failures = failuresInARow(outcomes);
  if (failures >= failuresToDown) return 'down';
  if (health.state === 'up') return isBruised(health, outcomes) ? 'degraded' : 'up';
  if (health.state === 'down' && failures > 0) return 'down';
  const wells = trailing(outcomes, (outcome) => outcome === 'well');
  const needed = health.state === 'unknown' ? 1 : isFlapping(health) ? wellsToUpWhenFlapping : wellsToUp;
  return wells >= needed ? 'up' : 'degraded';
};

/** Not well twice in a row, or too often since it came up. */
const isBruised = ({ recent }: Health, outcomes: readonly CheckOutcome[]): boolean => {
  const isUnhealthy = (outcome: CheckOutcome): boolean => outcome !== 'well';
  if (trailing(outcomes, isUnhealthy) >= 2) return true;
  const sinceUp = outcomes.slice(recent.findLastIndex(({ state }) => state !== 'up') + 1).slice(-window);
  return sinceUp.filter(isUnhealthy).length >= bruisesToDegraded;
};

export const isFlapping = ({ recent }: Health): boolean =>
  recent.filter(({ state }, index) => state !== 'up' && recent[index - 1]?.state === 'up').length >= fallsOfFlapping;

export const failuresInARow = (outcomes: readonly CheckOutcome[]): number =>
  trailing(outcomes, (outcome) => outcome === 'failed');

const trailing = <T>(items: readonly T[], holds: (item: T) => boolean): number =>
  items.length - 1 - items.findLastIndex((item) => !holds(item));
