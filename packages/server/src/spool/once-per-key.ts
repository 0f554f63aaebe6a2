import type { KnownKeys } from './known-keys.ts';
import { shortKey } from './marker.ts';

/** Writes once for each key: what is known, or under way, is not written again. Without a key everything is written. */
export const oncePerKey = (known: KnownKeys) => {
  const underWay = new Map<string, Promise<void>>();
  return async (givenKey: string, write: (key: string) => Promise<void>): Promise<'stored' | 'repeated'> => {
    const key = shortKey(givenKey);
    if (key === '') return write(key).then(() => 'stored');
    if (known.has(key)) {
      known.add(key); // what is said again and again stays among the most recent
      return 'repeated';
    }
    const other = underWay.get(key);
    if (other !== undefined) return other.then(() => 'repeated');
    const writing = write(key)
      .then(() => known.add(key))
      .finally(() => underWay.delete(key));
    underWay.set(key, writing);
    await writing;
    return 'stored';
  };
};
