import { addressName, type DatabaseAddress } from './database-address.ts';

/** What a pool reports of itself. */
export interface PoolFigures {
  readonly used: number;
  readonly idle: number;
  readonly pending: number;
  readonly max: number | undefined;
}

export interface WatchedPool {
  readonly address: DatabaseAddress;
  readonly figures: () => PoolFigures;
}

export interface PoolWatch {
  /** To be called whenever a connection was requested or lent. */
  readonly changed: () => void;
  readonly ended: () => void;
}

/** All pools of a process that lead to one address, as they have one name. */
export interface PoolLoad extends PoolFigures {
  readonly address: DatabaseAddress;
  /** The most in use at a time since it was last reported. */
  readonly usedMax: number;
  /** The most that waited at a time, without those for whom a connection was free or could be made. */
  readonly pendingMax: number;
}

interface Gathered {
  readonly pools: Set<WatchedPool>;
  load: PoolLoad;
}

/** Keeps high-water marks: most pools are full for less than the time between two exports, and many end before the first. */
export const createPoolLoads = () => {
  const gathered = new Map<string, Gathered>();
  return {
    watch(pool: WatchedPool): PoolWatch {
      const { address } = pool;
      const known = () => {
        const name = addressName(address);
        const found = gathered.get(name) ?? { pools: new Set<WatchedPool>(), load: { address, ...nothing, ...noMark } };
        gathered.set(name, found);
        return found;
      };
      const changed = (): void => {
        const all = known();
        all.load = raised(all);
      };
      known().pools.add(pool);
      changed();
      return { changed, ended: () => void known().pools.delete(pool) };
    },
    /** Since it was last taken; an address without a pool is reported once more and forgotten. */
    take(): PoolLoad[] {
      return [...gathered].map(([name, all]) => {
        const load = raised(all);
        all.load = { ...load, ...noMark };
        if (all.pools.size === 0) gathered.delete(name);
        return load;
      });
    },
  };
};

const noMark = { usedMax: 0, pendingMax: 0 };
const nothing: PoolFigures = { used: 0, idle: 0, pending: 0, max: undefined };

const raised = ({ pools, load }: Gathered): PoolLoad => {
  const now = [...pools].map(({ figures }) => figures());
  const sum = (of: (figures: PoolFigures) => number) => now.reduce((total, figures) => total + of(figures), 0);
  const used = sum((figures) => figures.used);
  return {
    address: load.address,
    used,
    idle: sum(({ idle }) => idle),
    pending: sum(({ pending }) => pending),
    max: now.length === 0 ? load.max : limitOf(now),
    usedMax: Math.max(load.usedMax, used),
    pendingMax: Math.max(load.pendingMax, sum(stuck)),
  };
};

const limitOf = (pools: readonly PoolFigures[]): number | undefined =>
  pools.reduce<number | undefined>(
    (total, { max }) => (total === undefined || max === undefined ? undefined : total + max),
    0,
  );

/** How many have to wait until somebody gives a connection back. */
const stuck = ({ pending, used, max = used }: PoolFigures): number => Math.max(0, pending - Math.max(0, max - used));
