import type { Dependency } from '@sightglass/model/rest';

/** A watched PostgreSQL nobody has asked yet. */
export const warehouseAt = (host: string): Dependency => ({
  name: 'warehouse',
  system: 'postgresql',
  host,
  port: 5432,
  database: 'shop',
  state: 'up',
  since: null,
  flapping: false,
  failuresInARow: 0,
  intervalMs: 60_000,
  timeoutMs: 3_000,
  slowMs: 1_000,
  sampleMs: null,
  sampledAt: null,
  nextCheckAt: null,
  lastCheck: null,
  recentChecks: [],
});
