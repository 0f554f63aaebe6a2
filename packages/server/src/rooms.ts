import type { OpenRoom } from './room.ts';
import { openAccessRoom } from './rooms/access/room.ts';
import { openAuditTables } from './rooms/audit-tables/room.ts';
import { openContracts } from './rooms/contracts/room.ts';
import { openDatabases } from './rooms/databases/room.ts';
import { openExternalApis } from './rooms/external-apis/room.ts';
import { openLive } from './rooms/live/room.ts';
import { openLogs } from './rooms/logs/room.ts';
import { openMetrics } from './rooms/metrics/room.ts';
import { openPerformance } from './rooms/performance/room.ts';
import { openPipelines } from './rooms/pipelines/room.ts';
import { openRuns } from './rooms/runs/room.ts';
import { openServices } from './rooms/services/room.ts';
import { openTraces } from './rooms/traces/room.ts';

/** Every room, in the order they start. */
export const rooms: readonly OpenRoom[] = [
  openPipelines,
  openPerformance,
  openRuns,
  openLogs,
  openTraces,
  openMetrics,
  openServices,
  openContracts,
  openDatabases,
  openExternalApis,
  openAuditTables,
  openLive,
  openAccessRoom,
];
