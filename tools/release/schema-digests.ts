import { createHash } from 'node:crypto';
import { readdir, readFile } from 'node:fs/promises';

/** SHA-256 in hex of each migration, by store and file name. */
export type SchemaDigests = Readonly<Record<'telemetry' | 'state', Readonly<Record<string, string>>>>;

/** `version` → the schema it shipped with. */
export type ReleasedSchemas = Readonly<Record<string, SchemaDigests>>;

const storage = new URL('../../packages/server/src/storage/', import.meta.url);
export const releasedSchemasFile = new URL('released-schemas.json', import.meta.url);

const digestsIn = async (store: string): Promise<Record<string, string>> => {
  const folder = new URL(`${store}/migrations/`, storage);
  const names = (await readdir(folder)).filter((name) => name.endsWith('.sql')).sort();
  return Object.fromEntries(
    await Promise.all(
      names.map(async (name) => {
        const text = await readFile(new URL(name, folder));
        return [name, createHash('sha256').update(text).digest('hex')] as const;
      }),
    ),
  );
};

/** The schema as it is in this checkout. */
export const schemaDigests = async (): Promise<SchemaDigests> => ({
  telemetry: await digestsIn('telemetry'),
  state: await digestsIn('state'),
});
