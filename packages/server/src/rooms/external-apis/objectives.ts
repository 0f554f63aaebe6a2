import type { WatchedApi } from './config.ts';

/** Objectives for availability, of the APIs that have one. */
export const objectivesOf = (apis: readonly WatchedApi[]): ReadonlyMap<string, number> =>
  new Map(apis.flatMap(({ name, objective }) => (objective === undefined ? [] : [[name, objective] as const])));
