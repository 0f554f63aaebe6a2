import type { Attributes, BatchObservableResult } from '@opentelemetry/api';
import { instrument } from '../../telemetry/instrument.ts';
import { addressAttributes, addressName, type DatabaseAddress } from './database-address.ts';
import { createPoolLoads, type PoolWatch, type WatchedPool } from './pool-load.ts';

const loads = createPoolLoads();

/** Until the pool has ended. */
export const watchPool = (pool: WatchedPool): PoolWatch => {
  gauges();
  return loads.watch(pool);
};

export const poolAttributes = (address: DatabaseAddress): Attributes => ({
  ...addressAttributes(address),
  'db.client.connection.pool.name': addressName(address),
});

const used = { 'db.client.connection.state': 'used' };
const idle = { 'db.client.connection.state': 'idle' };

const gauges = instrument((meter) => {
  const count = meter.createObservableUpDownCounter('db.client.connection.count', { unit: '{connection}' });
  const max = meter.createObservableUpDownCounter('db.client.connection.max', { unit: '{connection}' });
  const pending = meter.createObservableUpDownCounter('db.client.connection.pending_requests', { unit: '{request}' });
  const usedMax = meter.createObservableGauge('pipeline.db.pool.used.max', {
    unit: '{connection}',
    description: 'The most connections in use at a time since the last export.',
  });
  const pendingMax = meter.createObservableGauge('pipeline.db.pool.pending.max', {
    unit: '{request}',
    description: 'The most that waited at a time for a connection to be given back, since the last export.',
  });
  const observeAll = (result: BatchObservableResult): void => {
    for (const load of loads.take()) {
      const about = poolAttributes(load.address);
      result.observe(count, load.used, { ...about, ...used });
      result.observe(count, load.idle, { ...about, ...idle });
      if (load.max !== undefined) result.observe(max, load.max, about);
      result.observe(pending, load.pending, about);
      result.observe(usedMax, load.usedMax, about);
      result.observe(pendingMax, load.pendingMax, about);
    }
  };
  meter.addBatchObservableCallback(observeAll, [count, max, pending, usedMax, pendingMax]);
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
