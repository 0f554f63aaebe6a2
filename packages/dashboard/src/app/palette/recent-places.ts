import type { Entry } from './palette-entries.ts';

const storageKey = 'sightglass.recent';
const mostKept = 8;

/** Places that were gone to, the latest first; none where this browser keeps nothing. */
export const recentPlaces = (): readonly Entry[] => {
  try {
    const kept: unknown = JSON.parse(localStorage.getItem(storageKey) ?? '[]');
    return Array.isArray(kept) ? kept.filter(isEntry) : [];
  } catch {
    return [];
  }
};

const isEntry = (kept: unknown): kept is Entry =>
  typeof kept === 'object' &&
  kept !== null &&
  ['key', 'kind', 'name', 'detail', 'href'].every(
    (part) => typeof (kept as Record<string, unknown>)[part] === 'string',
  );

/** A search of the logs is no place. */
export const rememberPlace = (entry: Entry): void => {
  if (entry.kind === 'search') return;
  const { key, kind, name, detail, href } = entry;
  const others = recentPlaces().filter((place) => place.href !== href);
  localStorage.setItem(storageKey, JSON.stringify([{ key, kind, name, detail, href }, ...others].slice(0, mostKept)));
};
