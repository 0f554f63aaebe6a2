import { keep, kept } from '../../format/kept.ts';

const key = 'sightglass.who';

/** Who sits at this browser, where nobody signs in; empty while it was not asked. */
export const keptName = (): string => kept(key) ?? '';

export const keepName = (name: string): void => keep(key, name);
