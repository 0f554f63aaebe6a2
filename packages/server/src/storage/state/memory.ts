import type { StateStore } from './state-store.ts';

/** Small things kept over restarts, by name. */
export interface Memory<Kept> {
  recall(name: string): Promise<Kept | undefined>;
  remember(name: string, what: Kept): Promise<void>;
}

/** JSON in a text: PostgreSQL refuses a NUL and half a surrogate pair in JSON, though telemetry may name anything so. */
interface Wrapped {
  readonly asText: string;
}

const refused = /\\u(?:0000|d[89a-f])/u;

const jsonOf = (what: unknown): string => {
  const json = JSON.stringify(what);
  return refused.test(json) ? JSON.stringify({ asText: json } satisfies Wrapped) : json;
};

const unwrapped = <Kept>(value: Kept | Wrapped): Kept =>
  isWrapped(value) ? (JSON.parse(value.asText) as Kept) : value;

const isWrapped = (value: unknown): value is Wrapped =>
  typeof value === 'object' && value !== null && Object.keys(value).join() === 'asText';

/** What is kept under names that begin with `prefix`. What is recalled is as it was written, by whichever version. */
export const memoryIn = <Kept>({ query }: Pick<StateStore, 'query'>, prefix = ''): Memory<Kept> => ({
  async recall(name) {
    const [row] = await query<{ value: Kept | Wrapped }>('SELECT value FROM settings WHERE name = $1', [
      `${prefix}${name}`,
    ]);
    return row === undefined ? undefined : unwrapped(row.value);
  },
  async remember(name, what) {
    await query(
      'INSERT INTO settings (name, value) VALUES ($1, $2::jsonb) ON CONFLICT (name) DO UPDATE SET value = excluded.value, changed_at = now()',
      [`${prefix}${name}`, jsonOf(what)],
    );
  },
});
