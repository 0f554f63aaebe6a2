import type { OpenRoom } from '../../room.ts';
import { auditTableEvents } from './events.ts';
import { watchAuditTables } from './loop.ts';
import { auditTableAt } from './sessions/open.ts';
import { auditMemoryIn } from './store.ts';

export const openAuditTables: OpenRoom = ({ config, emit, own }) => {
  const events = auditTableEvents(own);
  return {
    name: 'audit-tables',
    start: (led) =>
      watchAuditTables({
        sources: config.auditTables,
        tableAt: auditTableAt,
        memory: auditMemoryIn(led),
        emit: (logs, key) => emit('logs', logs, key),
        events,
      }),
  };
};
