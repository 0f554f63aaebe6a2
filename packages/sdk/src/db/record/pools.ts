import type { Attributes } from '@opentelemetry/api';
import { instrument } from '../../telemetry/instrument.ts';
import { placeAttributes, placeName, type Place } from './place.ts';

/** What a pool says of itself when it is asked. */
export interface PoolFigures {
  readonly used: number;
  readonly idle: number;
  readonly pending: number;
  readonly max: number | undefined;
}

export interface WatchedPool {
  readonly place: Place;
  readonly figures: () => PoolFigures;
}

const pools = new Set<WatchedPool>();

/** Until the pool is gone: what is returned ends it. */
export const watchPool = (pool: WatchedPool): (() => void) => {
  pools.add(pool);
  gauges();
  return () => pools.delete(pool);
};

export const poolAttributes = (place: Place): Attributes => ({
  ...placeAttributes(place),
  'db.client.connection.pool.name': placeName(place),
});

const gauges = instrument((meter) => {
  const gauge = (name: string, unit: string, read: (figures: PoolFigures) => readonly [number, Attributes][]) =>
    meter.createObservableUpDownCounter(name, { unit }).addCallback((result) => {
      for (const { place, figures } of pools) {
        for (const [value, own] of read(figures())) result.observe(value, { ...poolAttributes(place), ...own });
      }
    });
  gauge('db.client.connection.count', '{connection}', ({ used, idle }) => [
    [used, { 'db.client.connection.state': 'used' }],
    [idle, { 'db.client.connection.state': 'idle' }],
  ]);
  gauge('db.client.connection.max', '{connection}', ({ max }) => (max === undefined ? [] : [[max, {}]]));
  gauge('db.client.connection.pending_requests', '{request}', ({ pending }) => [[pending, {}]]);
});

const boundaries = { advice: { explicitBucketBoundaries: [0.001, 0.01, 0.1, 0.5, 1, 5, 10, 60] }, unit: 's' };

/** How long it took to make a connection. */
export const createTime = instrument((meter) => meter.createHistogram('db.client.connection.create_time', boundaries));
/** How long a caller waited for a connection. */
export const waitTime = instrument((meter) => meter.createHistogram('db.client.connection.wait_time', boundaries));
/** How long a connection was borrowed. */
export const useTime = instrument((meter) => meter.createHistogram('db.client.connection.use_time', boundaries));
export const poolTimeouts = instrument((meter) =>
  meter.createCounter('db.client.connection.timeouts', { unit: '{timeout}' }),
);
