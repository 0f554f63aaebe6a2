import type { TelemetryClient } from '../../../storage/telemetry/client.ts';
import { readBreakerChanges } from './breakers.ts';
import { readCallHistory, type CallHistoryFilter } from './call-history.ts';
import { readCalls } from './calls.ts';
import type { DependencyFilter } from './filter.ts';
import { readNames } from './names.ts';
import { readProbes } from './probes.ts';
import { readTouchedRows } from './rows.ts';
import { readSharers } from './sharers.ts';

/** What runs depend on, as they and our probes have told it. */
export const createDependencyReader = (telemetry: TelemetryClient) => ({
  calls: (filter: DependencyFilter) => readCalls(telemetry, filter),
  names: () => readNames(telemetry),
  callHistory: (filter: CallHistoryFilter) => readCallHistory(telemetry, filter),
  touchedRows: (filter: DependencyFilter) => readTouchedRows(telemetry, filter),
  breakerChanges: (filter: DependencyFilter) => readBreakerChanges(telemetry, filter),
  sharers: () => readSharers(telemetry),
  probes: (filter: DependencyFilter) => readProbes(telemetry, filter),
});
export type DependencyReader = ReturnType<typeof createDependencyReader>;
