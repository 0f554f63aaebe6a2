import type { Principal } from './principal.ts';
import type { AccessEntry } from './store/access-log.ts';

/** What was read, and with which filter. */
export type ReadEntry = Pick<AccessEntry, 'action' | 'target' | 'after'>;

export interface Reader {
  readonly principal: Principal | undefined;
  readonly ip: string;
}

const hourMs = 3_600_000;
const most = 10_000;

/** Which reads are written down: a page that is read anew every few seconds is one read an hour. */
export const createNotedReads = (now: () => number = () => performance.now()) => {
  const notedAtMs = new Map<string, number>();
  return {
    isDue({ principal, ip }: Reader, { action, target }: ReadEntry, oftenest: 'each' | 'hourly'): boolean {
      if (principal === undefined || principal.kind === 'anyone') return false;
      if (oftenest === 'each') return true;
      const key = JSON.stringify([principal.id, ip, action, target]);
      const before = notedAtMs.get(key);
      if (before !== undefined && now() - before < hourMs) return false;
      if (notedAtMs.size >= most) notedAtMs.clear();
      notedAtMs.set(key, now());
      return true;
    },
  };
};
