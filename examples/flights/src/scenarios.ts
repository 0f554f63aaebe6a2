import { setTimeout as sleep } from 'node:timers/promises';
import { healthy, type Behaviour } from './airports/behaviour.ts';
import { warehouseAt } from './warehouse/warehouse-at.ts';
import type { Warehouse } from './warehouse/warehouse.ts';
import type { FlightsWorld } from './world.ts';

export const scenarioNames = [
  'normal',
  'dirty-file',
  'api-slow',
  'api-down',
  'db-lock',
  'db-down',
  'memory-leak',
  'silent-stop',
] as const;
export type ScenarioName = (typeof scenarioNames)[number];

type Urls = Pick<FlightsWorld, 'warehouseUrl' | 'airportsUrl'>;

/** What is different from a good day. */
export interface Scenario {
  readonly description: string;
  readonly endsAs: 'succeeded' | 'failed' | 'lost';
  readonly airports?: Behaviour;
  /** How long the pipeline waits for an answer of the airports API, where some never come. */
  readonly airportsTimeoutMs?: number;
  readonly dirtyDrop?: true;
  /** Something that goes on in the world while the run runs; disposed when it has ended. */
  readonly meanwhile?: (world: Urls) => Promise<AsyncDisposable>;
  /** Called with the number of rows after each loaded batch. */
  readonly onLoaded?: (rows: number, world: Urls) => Promise<void>;
}

const afterRows = 6_000;
const hangTimeoutMs = 2_000;
const lockHeldMs = 4_000;
const leakedBytesPerBatch = 8 * 1_024 * 1_024;

export const scenarios: Readonly<Record<ScenarioName, Scenario>> = {
  normal: { description: 'a good day', endsAs: 'succeeded' },
  'dirty-file': {
    description: 'the drop has bad, repeated and unknown lines',
    endsAs: 'succeeded',
    dirtyDrop: true,
  },
  'api-slow': {
    description: 'the airports API takes a third of a second, sometimes forever',
    endsAs: 'succeeded',
    airports: { latencyMs: [100, 400], faults: [{ fault: 'hang', from: 1, share: 0.03 }], seed: 3 },
    airportsTimeoutMs: hangTimeoutMs,
  },
  'api-down': {
    description: 'the airports API refuses, then fails or hangs; flights load without cities',
    endsAs: 'succeeded',
    airports: {
      latencyMs: [5, 25],
      faults: [
        { fault: 'rate-limit', from: 90, to: 105, share: 1 },
        { fault: 'hang', from: 130, share: 0.2 },
        { fault: 'error', from: 130, share: 1 },
      ],
      seed: 4,
    },
    airportsTimeoutMs: hangTimeoutMs,
  },
  'db-lock': {
    description: 'another session holds a lock on the target table for four seconds',
    endsAs: 'succeeded',
    meanwhile: ({ warehouseUrl }) => lockFlights(warehouseUrl, lockHeldMs),
  },
  'db-down': {
    description: 'the warehouse crashes in the middle of the load',
    endsAs: 'failed',
    onLoaded: async (rows, world) => {
      if (rows >= afterRows) await breakWarehouse(world);
    },
  },
  'memory-leak': {
    description: 'every batch leaves 8 MB behind',
    endsAs: 'succeeded',
    onLoaded: async () => void leaked.push(Buffer.alloc(leakedBytesPerBatch, 1)),
  },
  'silent-stop': {
    description: 'the process is killed in the middle of the load and sends nothing more',
    endsAs: 'lost',
    onLoaded: async (rows) => {
      if (rows >= afterRows) process.kill(process.pid, 'SIGKILL');
    },
  },
};

const leaked: Buffer[] = [];

/** Makes the airports API behave as the scenario wants; it stays so until the next run sets it. */
export const setAirportsBehaviour = async (airportsUrl: string, behaviour: Behaviour = healthy): Promise<void> => {
  await fetch(`${airportsUrl}/behaviour`, {
    method: 'PUT',
    body: JSON.stringify(behaviour),
    signal: AbortSignal.timeout(5_000),
  });
};

/** The same warehouse, that tells `onLoaded` after each batch how many flights it has taken. */
export const watchedWarehouse = (warehouse: Warehouse, onLoaded: (rows: number) => Promise<void>): Warehouse => ({
  ...warehouse,
  transaction: (load, work) =>
    warehouse.transaction(load, (day) => {
      let rows = 0;
      return work({
        ...day,
        addFlights: async (flights) => {
          await day.addFlights(flights);
          rows += flights.length;
          await onLoaded(rows);
        },
      });
    }),
});

/** A maintenance job of somebody else's, with a name that shows up in the warning. */
const lockFlights = async (warehouseUrl: string, forMs: number): Promise<AsyncDisposable> => {
  await using warehouse = warehouseAt(warehouseUrl);
  const lock = await warehouse.lockFlights('nightly-reindex');
  const over = new AbortController();
  const released = sleep(forMs, undefined, { signal: over.signal })
    .catch(() => undefined)
    .then(() => lock[Symbol.asyncDispose]());
  return {
    [Symbol.asyncDispose]: () => {
      over.abort();
      return released;
    },
  };
};

/** Crashes the warehouse if it is the example's own; of any other it only ends this pipeline's sessions. */
const breakWarehouse = async ({ airportsUrl, warehouseUrl }: Urls): Promise<void> => {
  const outage = await fetch(`${airportsUrl}/warehouse-outage`, {
    method: 'POST',
    signal: AbortSignal.timeout(10_000),
  });
  if (outage.ok) return;
  await using warehouse = warehouseAt(warehouseUrl);
  await warehouse.endSessions();
};
