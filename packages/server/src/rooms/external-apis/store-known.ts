import { nearest } from '@sightglass/model';
import { notFound } from '../../http/errors.ts';
import { isVisibleSystem, type VisiblePart } from '../../storage/telemetry/visible/visible-part.ts';
import type { ApiBreakers } from './store.ts';

/** Where a name of an API may be known from. */
export interface ApiNames {
  /** APIs the configuration names. */
  readonly watched: readonly string[];
  /** APIs that were ever called, or probed. */
  readonly called: () => Promise<readonly string[]>;
}

/** Resolves when there is such an API to isolate or release. Raises RequestError (404) that says what to do otherwise. */
export const createKnownApis =
  ({ watched, called }: ApiNames, breakers: ApiBreakers) =>
  async (name: string): Promise<void> => {
    if (watched.includes(name)) return;
    const row = await breakers.find(name);
    if (row !== undefined && (row.isolated || row.openedBy !== null)) return;
    const names = await called();
    if (!names.includes(name)) throw notFound(unknownWords(name, nearest(name, [...watched, ...names])));
  };
export type KnownApis = ReturnType<typeof createKnownApis>;

const unknownWords = (name: string, meant: string | undefined): string =>
  [
    `No pipeline has called an API ${name} and the configuration names none, so no call would be stopped.`,
    ...(meant === undefined ? [] : [`Did you mean ${meant}?`]),
    'To isolate an API before its first call, list it under apis: in the configuration.',
  ].join(' ');

/** Breakers of the APIs that somebody may see: those that their pipelines call, and those that are theirs by name. */
export const breakersOfPart = (
  breakers: ApiBreakers,
  part: VisiblePart | undefined,
  called: () => Promise<readonly string[]>,
): ApiBreakers => {
  if (part === undefined) return breakers;
  const isVisible = async (name: string): Promise<boolean> =>
    isVisibleSystem(part, name) || (await called()).includes(name);
  return {
    ...breakers,
    async list() {
      const [rows, names] = await Promise.all([breakers.list(), called()]);
      return rows.filter(({ name }) => isVisibleSystem(part, name) || names.includes(name));
    },
    find: async (name) => ((await isVisible(name)) ? breakers.find(name) : undefined),
  };
};
