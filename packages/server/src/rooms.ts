import type { Foundations } from './foundations.ts';
import type { OpenRoom, Room } from './room.ts';
import { openAccessRoom } from './rooms/access/room.ts';
import { openAuditTables } from './rooms/audit-tables/room.ts';
import { openContracts } from './rooms/contracts/room.ts';
import { openDatabases } from './rooms/databases/room.ts';
import { openDatasets } from './rooms/datasets/room.ts';
import { openExternalApis } from './rooms/external-apis/room.ts';
import { openHosts } from './rooms/hosts/room.ts';
import { openKeeping } from './rooms/keeping/room.ts';
import { openIncidents } from './rooms/incidents/room.ts';
import { openLive } from './rooms/live/room.ts';
import { openLogs } from './rooms/logs/room.ts';
import { openMetrics } from './rooms/metrics/room.ts';
import { openNotify } from './rooms/notify/room.ts';
import { openPerformance } from './rooms/performance/room.ts';
import { openPipelines } from './rooms/pipelines/room.ts';
import { openPrivacy } from './rooms/privacy/room.ts';
import { openRuns } from './rooms/runs/room.ts';
import { openSendersRoom } from './rooms/senders/room.ts';
import { openServices } from './rooms/services/room.ts';
import { openSystems } from './rooms/systems/room.ts';
import { openSpanRules } from './rooms/span-rules/room.ts';
import { openTraces } from './rooms/traces/room.ts';

/** Every room, in the order they start. */
const rooms: readonly OpenRoom[] = [
  openPipelines,
  openPerformance,
  openRuns,
  openLogs,
  openTraces,
  openMetrics,
  openServices,
  openSpanRules,
  openContracts,
  openDatasets,
  openDatabases,
  openExternalApis,
  openHosts,
  openAuditTables,
  openLive,
  openPrivacy,
  openAccessRoom,
  openSendersRoom,
  openKeeping,
  openNotify,
  openSystems,
  openIncidents,
];

export const openRooms = (foundations: Foundations): readonly Room[] => {
  const opened: Room[] = [];
  for (const open of rooms) opened.push(open(foundations, () => opened));
  return opened;
};
