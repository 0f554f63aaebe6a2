import { isVisibleSystem, type VisiblePart } from '../../storage/telemetry/visible/visible-part.ts';
import type { ApiBreakers } from './store.ts';

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
