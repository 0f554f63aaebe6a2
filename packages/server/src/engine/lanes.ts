/** What a connection may be used for; each lane has its own connections so that none can starve another. */
export type Lane = 'write' | 'read' | 'control';

const longestQueue = 500;

export interface LaneOptions {
  /** Connections. */
  readonly size: number;
  /** How long a job may wait for a free connection; without limit unless given. */
  readonly mostWaitMs?: number;
}

export class LaneBusyError extends Error {
  readonly code = 'ENGINE_LANE_BUSY';
  constructor(lane: Lane, what: string) {
    super(`Code: 202. DB::Exception: ${what} the ${lane} lane. Try again later. (TOO_MANY_SIMULTANEOUS_QUERIES)`);
  }
}

interface LaneState<Connection> {
  readonly free: Connection[];
  readonly waiting: Set<(connection: Connection) => void>;
}

/** Runs each job on a free connection of its lane; a connection carries one job at a time. */
export const createLanes = <Connection>(connect: () => Connection, options: Readonly<Record<Lane, LaneOptions>>) => {
  const open = (lane: Lane): LaneState<Connection> => ({
    free: Array.from({ length: options[lane].size }, connect),
    waiting: new Set(),
  });
  const states: Record<Lane, LaneState<Connection>> = {
    write: open('write'),
    read: open('read'),
    control: open('control'),
  };

  const acquire = (lane: Lane, left?: AbortSignal): Connection | Promise<Connection> => {
    const { free, waiting } = states[lane];
    left?.throwIfAborted();
    const connection = free.pop();
    if (connection !== undefined) return connection;
    if (waiting.size >= longestQueue) throw new LaneBusyError(lane, `${longestQueue} queries already wait for`);
    return waitFor(lane, left);
  };

  const waitFor = (lane: Lane, left?: AbortSignal): Promise<Connection> => {
    const { waiting } = states[lane];
    const { mostWaitMs } = options[lane];
    return new Promise((resolve, reject) => {
      const settle = (): void => {
        waiting.delete(take);
        clearTimeout(timer);
        left?.removeEventListener('abort', leave);
      };
      const take = (connection: Connection): void => {
        settle();
        resolve(connection);
      };
      const leave = (): void => {
        settle();
        reject(left?.reason as Error);
      };
      const giveUp = (): void => {
        settle();
        reject(new LaneBusyError(lane, `the query waited ${mostWaitMs} ms for`));
      };
      const timer = mostWaitMs === undefined ? undefined : setTimeout(giveUp, mostWaitMs);
      left?.addEventListener('abort', leave);
      waiting.add(take);
    });
  };

  const release = (lane: Lane, connection: Connection): void => {
    const [next] = states[lane].waiting;
    if (next === undefined) states[lane].free.push(connection);
    else next(connection);
  };

  return {
    /** `left` takes a job that still waits out of the queue, and `run` raises its reason. Raises LaneBusyError. */
    async run<Result>(
      lane: Lane,
      job: (connection: Connection) => Promise<Result>,
      left?: AbortSignal,
    ): Promise<Result> {
      const connection = await acquire(lane, left);
      try {
        return await job(connection);
      } finally {
        release(lane, connection);
      }
    },
  };
};
