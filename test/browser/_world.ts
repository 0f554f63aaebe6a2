import { readFile, rename, writeFile } from 'node:fs/promises';
import { until } from '../_processes.ts';

/** What every test reads: a server that has seen real runs. */
export interface World {
  readonly url: string;
  /** Folder for what programs of tests leave behind. */
  readonly home: string;
  /** Latest run of each pipeline, by its name. */
  readonly runs: Readonly<Record<PipelineName, string>>;
  /** Of a program that knows nothing of pipelines. */
  readonly foreignTraceId: string;
}

export const pipelineNames = [
  'orders',
  'deliveries',
  'stock',
  'billing',
  'invoices',
  'files',
  'sensors',
  'weather',
  'clickstream',
  'nightly-export',
] as const;
export type PipelineName = (typeof pipelineNames)[number];

const variables = { url: 'SIGHTGLASS_BROWSER_URL', file: 'SIGHTGLASS_BROWSER_WORLD' };

/** Before the tests start: where the server is, and which file will hold the world. Playwright hands its environment to the workers. */
export const announceWorld = (url: string, file: string): void => {
  process.env[variables.url] = url;
  process.env[variables.file] = file;
};

/** The server is filled, or cannot be: `error` says why. */
export const writeWorld = async (file: string, world: World | { readonly error: string }): Promise<void> => {
  await writeFile(`${file}.part`, JSON.stringify(world));
  await rename(`${file}.part`, file);
};

export const worldUrl = (): string => process.env[variables.url] ?? '';

let known: World | undefined;

/** Waits until the server is filled, which goes on beside the tests that have a server of their own. */
export const readWorld = async (): Promise<World> => {
  if (known !== undefined) return known;
  const file = process.env[variables.file] ?? '';
  const read = () => readFile(file, 'utf8').catch(() => undefined);
  await until('the server is filled', async () => (await read()) !== undefined, { withinMs: 180_000, everyMs: 100 });
  const world = JSON.parse((await read()) ?? '{}') as World | { readonly error: string };
  if ('error' in world) throw new Error(world.error);
  known = world;
  return world;
};
