import type { OpenRoom } from '../../room.ts';
import { auditTableEvents } from './events.ts';
import { watchAuditTables } from './loop.ts';
import { auditTableAt } from './sessions/open.ts';
import { auditMemoryIn } from './store.ts';

export const openAuditTables: OpenRoom = ({ config, state, emit, own }) => {
  const events = auditTableEvents(own);
  return {
    name: 'audit-tables',
    start: () =>
      watchAuditTables({
        sources: config.auditTables,
        tableAt: auditTableAt,
        memory: auditMemoryIn(state),
        emit: (logs, key) => emit('logs', logs, key),
        events,
      }),
  };
};
