import type { StateStore } from '../../storage/state/state-store.ts';
import { tableFolders } from '../../storage/telemetry/parts/facts-parts.ts';
import type { TelemetryClient } from '../../storage/telemetry/client.ts';

/** Names of all tables that keep something. */
export const storedTables =
  (telemetry: Pick<TelemetryClient, 'rows'>, state: Pick<StateStore, 'query'>) =>
  async (): Promise<Record<'telemetry' | 'state', ReadonlySet<string>>> => {
    const ofState = await state.query<{ name: string }>(
      'SELECT tablename AS name FROM pg_tables WHERE schemaname = current_schema()',
    );
    return {
      telemetry: new Set((await tableFolders(telemetry)).map(({ table }) => table)),
      state: new Set(ofState.map(({ name }) => name)),
    };
  };
