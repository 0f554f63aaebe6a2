import { cp, mkdir, readdir, rename, rm, writeFile } from 'node:fs/promises';
import { setFlagsFromString } from 'node:v8';
import { PGlite, types } from '@electric-sql/pglite';
import { unpackFolder } from '../packed-folder.ts';
import { instantOfText } from '../instant-text.ts';
import { stateTemplateFile } from './pglite-template.ts';
import { createReopening } from './reopening.ts';
import type { StateQuery, StateStore } from './state-store.ts';

/** The state is a few rows: with PostgreSQL's usual 128 MB of buffers, most of a start would be to clear them. */
const settings = ['shared_buffers=16MB'];
const startParams = [...PGlite.defaultStartParams, ...settings.flatMap((setting) => ['-c', setting])];

const parsers = { [types.TIMESTAMPTZ]: instantOfText };

/** The embedded PostgreSQL, durable in `folder`; a new one begins as a copy of the template, whose migrations have run already. */
export const openPglite = async (folder: string, templateFile?: string): Promise<StateStore> => {
  optimiseLater();
  await mkdir(folder, { recursive: true });
  const isNew = (await readdir(folder)).length === 0;
  if (isNew && !(await unpackFolder(templateFile ?? (await stateTemplateFile()), folder))) await createIn(folder);
  const open = (): Promise<PGlite> => PGlite.create(folder, { startParams, parsers });
  const database = createReopening(await open(), { open, isWritable: () => isWritable(folder) });
  const through =
    (connection: Pick<PGlite, 'query'>): StateQuery =>
    async <Row>(sql: string, values: Parameters<StateQuery>[1] = []) =>
      (await connection.query<Row>(sql, [...values])).rows;
  const query: StateQuery = (sql, values) => database.use((own) => through(own)(sql, values));
  return {
    query,
    transaction: (job) => database.use((own) => own.transaction((transaction) => job(through(transaction)))),
    copyTo: (copy, read) =>
      database.use(async (own) => {
        await own.query('CHECKPOINT');
        const result = await read(through(own));
        await cp(folder, copy, { recursive: true, errorOnExist: true, force: false });
        return result;
      }),
    ping: () =>
      query('SELECT 1').then(
        () => true,
        () => false,
      ),
    lead: async () => ({
      query,
      lost: new AbortController().signal,
      [Symbol.asyncDispose]: async () => {},
    }),
    [Symbol.asyncDispose]: () => database[Symbol.asyncDispose](),
  };
};

/** As much as a few records of the log. */
const probeBytes = 128 * 1024;

const isWritable = async (folder: string): Promise<boolean> => {
  const probe = `${folder}.probe`;
  try {
    await writeFile(probe, Buffer.alloc(probeBytes, 1));
    return true;
  } catch {
    return false;
  } finally {
    await rm(probe, { force: true }).catch(() => undefined);
  }
};

/**
 * V8 compiles a function of WebAssembly a second time, optimised, when it has run for a while. By default a start alone reaches that: the
 * one that evaluates expressions takes most of a CPU second and 600 MB then, which the few queries of the state never earn back. This is
 * 160 times later, the latest there is.
 */
const optimiseLater = (): void => setFlagsFromString('--wasm-tiering-budget=2147483647');

/** Created beside its place and moved there, so that a first start cut short leaves no half database. */
const createIn = async (folder: string): Promise<void> => {
  const draft = `${folder}.new`;
  await rm(draft, { recursive: true, force: true });
  await mkdir(draft);
  const database = await PGlite.create(draft);
  await database.close();
  await rename(draft, folder);
};
