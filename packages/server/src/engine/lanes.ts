/** What a connection may be used for; each lane has its own connections so that none can starve another. */
export type Lane = 'write' | 'read' | 'control';

const longestQueue = 500;

export class LaneBusyError extends Error {
  readonly code = 'ENGINE_LANE_BUSY';
  constructor(lane: Lane) {
    super(
      `Code: 202. DB::Exception: ${longestQueue} queries already wait for the ${lane} lane. Try again later. (TOO_MANY_SIMULTANEOUS_QUERIES)`,
    );
  }
}

interface LaneState<Connection> {
  readonly free: Connection[];
  readonly waiting: ((connection: Connection) => void)[];
}

/** Runs each job on a free connection of its lane; a connection carries one job at a time. */
export const createLanes = <Connection>(connect: () => Connection, sizes: Readonly<Record<Lane, number>>) => {
  const open = (lane: Lane): LaneState<Connection> => ({
    free: Array.from({ length: sizes[lane] }, connect),
    waiting: [],
  });
  const states: Record<Lane, LaneState<Connection>> = {
    write: open('write'),
    read: open('read'),
    control: open('control'),
  };

  const acquire = (lane: Lane): Connection | Promise<Connection> => {
    const { free, waiting } = states[lane];
    const connection = free.pop();
    if (connection !== undefined) return connection;
    if (waiting.length >= longestQueue) throw new LaneBusyError(lane);
    return new Promise((resolve) => waiting.push(resolve));
  };

  const release = (lane: Lane, connection: Connection): void => {
    const next = states[lane].waiting.shift();
    if (next === undefined) states[lane].free.push(connection);
    else next(connection);
  };

  return {
    async run<Result>(lane: Lane, job: (connection: Connection) => Promise<Result>): Promise<Result> {
      const connection = await acquire(lane);
      try {
        return await job(connection);
      } finally {
        release(lane, connection);
      }
    },
  };
};
