import type { StateStore } from './state-store.ts';

/** A server writes every few seconds under this name, a point and its own id until when it received. */
export const receptionName = 'hearing';

/** What other servers keep in the state under names of `prefix` and their id: those that received within the last day. */
export const keptByOthers = async <Kept>(
  { query }: Pick<StateStore, 'query'>,
  prefix: string,
  ownId: string,
): Promise<Kept[]> => {
  const rows = await query<{ value: Kept }>(
    `SELECT kept.value FROM settings kept INNER JOIN settings alive ON alive.name = $1 || '.' || substr(kept.name, length($2) + 1)
     WHERE starts_with(kept.name, $2) AND kept.name <> $2 || $3 AND alive.changed_at > now() - interval '1 day'`,
    [receptionName, prefix, ownId],
  );
  return rows.map(({ value }) => value);
};
