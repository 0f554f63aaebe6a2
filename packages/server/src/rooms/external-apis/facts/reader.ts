import type { TelemetryClient } from '../../../storage/telemetry/client.ts';
import { readBreakerChanges } from './breakers.ts';
import { readCallHistory, type CallHistoryFilter } from './call-history.ts';
import { readCalls } from './calls.ts';
import type { CallFilter } from './filter.ts';
import { readLatestCalls } from './latest-calls.ts';
import { readProbes } from './probes.ts';
import { readAffectedRows } from './rows.ts';
import { readSharers } from './sharers.ts';
import { readApiUsers } from './users.ts';

/** What runs depend on, as they and our probes have reported it. */
export const createExternalApiReader = (telemetry: TelemetryClient) => ({
  calls: (filter: CallFilter) => readCalls(telemetry, filter),
  latestCalls: (filter: CallFilter) => readLatestCalls(telemetry, filter),
  names: () => readNames(telemetry),
  callHistory: (filter: CallHistoryFilter) => readCallHistory(telemetry, filter),
  affectedRows: (filter: CallFilter) => readAffectedRows(telemetry, filter),
  breakerChanges: (filter: CallFilter) => readBreakerChanges(telemetry, filter),
  sharers: () => readSharers(telemetry),
  probes: (filter: CallFilter) => readProbes(telemetry, filter),
  users: (running: readonly string[]) => readApiUsers(telemetry, running),
});
export type ExternalApiReader = ReturnType<typeof createExternalApiReader>;

const mostNames = 10_000;

/** APIs that were called, or probed, as far back as telemetry is kept. */
const readNames = async (telemetry: TelemetryClient): Promise<string[]> => {
  const rows = await telemetry.rows<{ readonly name: string }>(
    `SELECT DISTINCT name FROM (SELECT Dependency AS name FROM dependency_calls UNION DISTINCT SELECT Dependency AS name FROM dependency_probes)
     ORDER BY name LIMIT ${mostNames}`,
  );
  return rows.map(({ name }) => name);
};
