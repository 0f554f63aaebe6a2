import { randomUUID } from 'node:crypto';

/** An answer about one thing, as JSON, and since which version it is so. */
interface Versioned {
  readonly json: string;
  readonly version: number;
}

/** What changed between two answers to the same question. */
export interface Difference {
  /** Give it back as `since`. */
  readonly version: string;
  /** The texts that changed; undefined where all have to be given: the version is not known, or something is no longer there. */
  changedSince(version: string | undefined): ReadonlySet<string> | undefined;
}

/** Notes when what is answered about each thing last became another text. Versions count up, and hold while the process runs. */
export const createVersions = () => {
  const instance = randomUUID().slice(0, 8);
  const known = new Map<string, Versioned>();
  let latest = 0;
  let removedAt = 0;

  /** `texts`: the JSON of all things there are now, by their keys. */
  return (texts: ReadonlyMap<string, string>): Difference => {
    const next = latest + 1;
    for (const [key, json] of texts) {
      if (known.get(key)?.json === json) continue;
      known.set(key, { json, version: next });
      latest = next;
    }
    for (const key of known.keys())
      if (!texts.has(key)) {
        known.delete(key);
        latest = removedAt = next;
      }
    const counts = new Map([...known].map(([key, { version }]) => [key, version]));
    const [version, gone] = [latest, removedAt];
    return {
      version: `${instance}-${version}`,
      changedSince(since) {
        const [of, count] = since?.split('-') ?? [];
        const from = Number(count);
        if (of !== instance || !Number.isInteger(from) || from > version || from < gone) return undefined;
        return new Set([...counts].flatMap(([key, changedAt]) => (changedAt > from ? [key] : [])));
      },
    };
  };
};
