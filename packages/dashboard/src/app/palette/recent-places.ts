import { keep, kept } from '../../format/kept.ts';
import type { Entry } from './palette-entries.ts';

const storageKey = 'sightglass.recent';
const mostKept = 8;

/** Places that were gone to, the latest first; none where this browser keeps nothing. */
export const recentPlaces = (): readonly Entry[] => {
  try {
    const places: unknown = JSON.parse(kept(storageKey) ?? '[]');
    return Array.isArray(places) ? places.filter(isEntry) : [];
  } catch {
    return [];
  }
};

const isEntry = (place: unknown): place is Entry =>
  typeof place === 'object' &&
  place !== null &&
  ['key', 'kind', 'name', 'detail', 'href'].every(
    (part) => typeof (place as Record<string, unknown>)[part] === 'string',
  );

/** A search of the logs is no place. */
export const rememberPlace = (entry: Entry): void => {
  if (entry.kind === 'search') return;
  const { key, kind, name, detail, href } = entry;
  const others = recentPlaces().filter((place) => place.href !== href);
  keep(storageKey, JSON.stringify([{ key, kind, name, detail, href }, ...others].slice(0, mostKept)));
};
