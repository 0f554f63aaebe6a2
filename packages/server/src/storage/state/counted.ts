import type { StateQuery } from './state-store.ts';

/** What a state holds: rows of each table, and the migrations it has seen. */
export interface CountedState {
  readonly rows: Readonly<Record<string, number>>;
  readonly migrations: readonly string[];
}

export const countState = async (query: StateQuery): Promise<CountedState> => {
  const rows: Record<string, number> = {};
  const tables = await query<{ name: string; quoted: string }>(
    "SELECT tablename AS name, quote_ident(tablename) AS quoted FROM pg_tables WHERE schemaname = 'public' ORDER BY name",
  );
  for (const { name, quoted } of tables) {
    const [counted] = await query<{ rows: number }>(`SELECT count(*)::int AS rows FROM ${quoted}`);
    rows[name] = counted?.rows ?? 0;
  }
  const applied = await query<{ name: string }>('SELECT name FROM schema_migrations ORDER BY name');
  return { rows, migrations: applied.map(({ name }) => name) };
};
