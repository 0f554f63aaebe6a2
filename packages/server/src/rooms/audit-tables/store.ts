import { memoryIn } from '../../storage/state/memory.ts';
import type { StateStore } from '../../storage/state/state-store.ts';
import type { AuditMemory } from './position.ts';

/** How far each audit table has been read. */
export const auditMemoryIn = (state: Pick<StateStore, 'query'>): AuditMemory => memoryIn(state, 'audit-table.');
