import { mkdir, readdir, rename, rm } from 'node:fs/promises';
import { PGlite } from '@electric-sql/pglite';
import { pgliteTemplateFile, readPgliteTemplate } from './pglite-template.ts';
import type { StateQuery, StateStore } from './state-store.ts';

/** The embedded PostgreSQL, durable in `folder`; a new one begins as a copy of the template. */
export const openPglite = async (folder: string, templateFile?: string): Promise<StateStore> => {
  await mkdir(folder, { recursive: true });
  if ((await readdir(folder)).length === 0) await createIn(folder, templateFile ?? (await pgliteTemplateFile()));
  const database = await PGlite.create(folder);
  const through =
    (connection: Pick<PGlite, 'query'>): StateQuery =>
    async <Row>(sql: string, values: Parameters<StateQuery>[1] = []) =>
      (await connection.query<Row>(sql, [...values])).rows;
  return {
    query: through(database),
    transaction: (job) => database.transaction((transaction) => job(through(transaction))),
    ping: () =>
      database.query('SELECT 1').then(
        () => true,
        () => false,
      ),
    lead: async () => ({
      query: through(database),
      lost: new AbortController().signal,
      [Symbol.asyncDispose]: async () => {},
    }),
    [Symbol.asyncDispose]: () => database.close(),
  };
};

/** Made beside its place and moved there, so that a first start cut short leaves no half database. */
const createIn = async (folder: string, templateFile: string): Promise<void> => {
  const draft = `${folder}.new`;
  const database = (await fromTemplate(draft, templateFile)) ?? (await createFresh(draft));
  await database.close();
  await rename(draft, folder);
};

const createFresh = async (folder: string, loadDataDir?: Blob): Promise<PGlite> => {
  await rm(folder, { recursive: true, force: true });
  await mkdir(folder);
  return PGlite.create(folder, loadDataDir === undefined ? {} : { loadDataDir });
};

/** Undefined when there is no template or it does not serve. */
const fromTemplate = async (folder: string, file: string): Promise<PGlite | undefined> => {
  const template = await readPgliteTemplate(file);
  if (template === undefined) return undefined;
  try {
    return await createFresh(folder, template);
  } catch {
    return undefined;
  }
};
