import { hasPath } from './path.ts';
import type { JsonRow } from './row.ts';

/** Which keys the objects of a file have. */
export interface SeenKeys {
  add(row: JsonRow): void;
  /** Those seen for the first time since the last call. */
  take(): string[];
}

/** A file whose keys are data has too many to list. */
const mostKeys = 10_000;

/** `paths` are columns within objects, which are seen like keys. */
export const createSeenKeys = (paths: readonly string[] = []): SeenKeys => {
  const unseen = new Set(paths);
  const known = new Set<string>();
  let fresh: string[] = [];
  return {
    add: (row) => {
      for (const key in row) {
        if (known.has(key) || known.size >= mostKeys) continue;
        known.add(key);
        fresh.push(key);
      }
      for (const path of unseen)
        if (hasPath(row, path)) {
          unseen.delete(path);
          fresh.push(path);
        }
    },
    take: () => {
      const taken = fresh;
      fresh = [];
      return taken;
    },
  };
};
