import { memoryIn } from '../../storage/state/memory.ts';
import type { StateStore } from '../../storage/state/state-store.ts';
import type { DatabaseMemory } from './memory.ts';

/** How each database has been lately. */
export const databaseMemoryIn = (state: Pick<StateStore, 'query'>): DatabaseMemory => memoryIn(state, 'dependency.');
