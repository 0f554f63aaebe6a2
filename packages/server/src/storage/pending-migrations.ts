import { readdir } from 'node:fs/promises';

/** What a database has not seen yet, in order; up to and with `last` when given. Raises NewerDataError. */
export const pendingMigrations = async (
  folder: URL,
  applied: readonly string[],
  { what, last }: { readonly what: string; readonly last?: string | undefined },
): Promise<string[]> => {
  const known = await knownMigrations(folder);
  const unknown = applied.filter((name) => !known.includes(name));
  if (unknown.length > 0) throw new NewerDataError(what, unknown);
  return known.filter((name) => !applied.includes(name) && (last === undefined || name <= last));
};

const knownMigrations = async (folder: URL): Promise<string[]> =>
  (await readdir(folder)).filter((name) => name.endsWith('.sql')).sort();

/** What a database has seen and this version does not have. */
export const unknownMigrations = async (folder: URL, applied: readonly string[]): Promise<string[]> => {
  const known = await knownMigrations(folder);
  return applied.filter((name) => !known.includes(name)).toSorted();
};

export class NewerDataError extends Error {
  readonly code = 'DATA_NEWER';
  constructor(what: string, unknown: readonly string[]) {
    super(
      `The ${what} was written by a newer Sightglass: it has ${unknown.toSorted().join(', ')}, which this version does not know. ` +
        'Nothing was changed. Start that version again, or give this one a data folder of its own (--data).',
    );
  }
}
