import { execFile } from 'node:child_process';
import { mkdirSync, symlinkSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { promisify } from 'node:util';
import pg from 'pg';
import { afterAll, beforeAll, describe, it, type ExpectStatic } from 'vitest';
import { startPostgresServer, type PostgresServer } from '../../examples/flights/src/warehouse/postgres/server.ts';
import { runHere } from '../../packages/cli/testing/run-here.ts';
import { createDataDir, startServerProcess, type DataDir, type ServerProcess } from '../../test/_server.ts';
import { loadConfig } from '../../packages/server/src/config/load.ts';
import { childEnvironment } from '../../test/child-environment.ts';
import { temporaryFolder } from '../../test/temporary-folder.ts';
import { walkedPages } from './claims.ts';
import { readPage, repository } from './pages.ts';
import { isAsShown } from './shown-output.ts';
import { stepsOf, type Command, type Step } from './walkthrough.ts';

const pages = walkedPages.filter((path) => process.env['PAGE'] === undefined || path.includes(process.env['PAGE']));
const steps = new Map(pages.map((path) => [path, stepsOf(readPage(path))]));
const shownUrl = /http:\/\/(?:127\.0\.0\.1|localhost):4318/gu;
const configured = /^sightglass serve --config (\S+)$/mu;

let data: DataDir;
let server: ServerProcess;
let postgres: PostgresServer | undefined;
beforeAll(async () => {
  data = await createDataDir();
  const needsPostgres = [...steps.values()].flat().some(({ text }) => /WAREHOUSE_URL|CREATE TABLE/u.test(text));
  [server, postgres] = await Promise.all([
    startServerProcess(data.path),
    needsPostgres ? startPostgresServer() : undefined,
  ]);
});
afterAll(async () => {
  await server?.[Symbol.asyncDispose]();
  await data?.[Symbol.asyncDispose]();
  await postgres?.[Symbol.asyncDispose]();
});

/** A folder as a reader has it, in which `@sightglass/sdk` is installed. */
const readersFolder = (): string => {
  const folder = temporaryFolder();
  symlinkSync(join(repository, 'node_modules'), join(folder, 'node_modules'));
  writeFileSync(join(folder, 'package.json'), '{ "type": "module" }');
  return folder;
};

interface Reader {
  readonly folder: string;
  url: string;
  readonly expect: ExpectStatic;
  readonly opened: AsyncDisposableStack;
}

const environmentOf = ({ folder, url }: Pick<Reader, 'folder' | 'url'>): Record<string, string> => ({
  ...childEnvironment(),
  PATH: `${join(repository, 'node_modules/.bin')}:${process.env['PATH']}`,
  NODE_OPTIONS: '--conditions=@sightglass/source',
  HOME: folder,
  XDG_STATE_HOME: join(folder, 'state'),
  LANG: 'C.UTF-8',
  NO_COLOR: '1',
  SIGHTGLASS_URL: url,
  OTEL_EXPORTER_OTLP_ENDPOINT: url,
  SIGHTGLASS_FLUSH_TIMEOUT_MS: '20000',
  WAREHOUSE_URL: postgres?.url ?? '',
});

const serveWith = async (reader: Reader, file: string): Promise<void> => {
  const own = reader.opened.use(await createDataDir());
  const env = environmentOf(reader);
  const configFile = join(reader.folder, file);
  const started = reader.opened.use(await startServerProcess(own.path, { configFile, env }));
  reader.url = started.url;
};

interface Ended {
  readonly code: number | null;
  readonly printed: string;
}

const simple =
  /^sightglass ((?:runs|logs|traces|metrics|perf|check|contract|doctor|recheck)\b(?:'[^']*'|"[^"`$\\]*"|[^|<>&;#`$\\"'])*)\n$/u;

/** A command that only reads, without anything of the shell, costs a fiftieth in this process. */
const runHereIfSimple = async (text: string, { folder: dir, url }: Reader): Promise<Ended | undefined> => {
  const words = simple.exec(text)?.[1];
  if (words === undefined) return undefined;
  const args = [...words.matchAll(/'([^']*)'|"([^"]*)"|(\S+)/gu)].map(([, ...parts]) => parts.find(Boolean) ?? '');
  const env = environmentOf({ folder: dir, url });
  const { code, stdout, stderr } = await runHere(args, { dir, env, input: undefined });
  return { code, printed: `${stdout.toString()}${stderr}` };
};

const run = async (shown: string, reader: Reader): Promise<Ended> => {
  const text = shown.replaceAll(shownUrl, reader.url);
  const here = await runHereIfSimple(text, reader);
  if (here !== undefined) return here;
  const command = `exec 2>&1\n${text}`;
  const options = { cwd: reader.folder, env: environmentOf(reader), timeout: 240_000 };
  try {
    const { stdout } = await promisify(execFile)('sh', ['-e', '-c', command], options);
    return { code: 0, printed: stdout };
  } catch (error) {
    const { code = 1, stdout = '' } = error as { code?: number; stdout?: string };
    return { code, printed: stdout };
  }
};

const saveFile = ({ folder }: Reader, name: string, text: string): string => {
  const file = join(folder, name);
  mkdirSync(dirname(file), { recursive: true });
  writeFileSync(file, text);
  return file;
};

const query = async (sql: string): Promise<void> => {
  const client = new pg.Client({ connectionString: postgres?.url });
  await client.connect();
  await client.query(sql).finally(() => client.end());
};

const runCommand = async (command: Command, reader: Reader): Promise<void> => {
  const { text, output, exitCode, isRepeated } = command;
  const { expect } = reader;
  const [, config] = configured.exec(text) ?? [];
  if (config !== undefined && exitCode === 0) return serveWith(reader, config);
  if (text === 'sightglass serve\n') return;
  const attempt = async (): Promise<void> => {
    const { code, printed } = await run(text, reader);
    expect(code, printed).toBe(exitCode);
    if (output !== undefined && !isAsShown(output, printed)) expect(printed).toBe(output);
  };
  if (isRepeated) await expect.poll(attempt, { timeout: 120_000, interval: 500 }).toBeUndefined();
  else await attempt();
};

/** What a reader keeps in `/etc/sightglass/secrets`. */
const secrets = { OIDC_SECRET: 'of-the-provider' };

const follow = async (step: Step, reader: Reader): Promise<void> => {
  switch (step.kind) {
    case 'file':
      return void saveFile(reader, step.name, step.text);
    case 'sql':
      return query(step.text);
    case 'settings': {
      const file = saveFile(reader, `settings-${step.line}.yaml`, step.text);
      return void loadConfig({ env: { ...environmentOf(reader), ...secrets }, file });
    }
    case 'command':
      return runCommand(step, reader);
  }
};

// Side by side, as readers of one server are: most of their time they wait.
describe.concurrent.each(pages)('%s', (path) => {
  it('does what it shows, from top to bottom', async ({ expect }) => {
    await using opened = new AsyncDisposableStack();
    const reader: Reader = { folder: readersFolder(), url: server.url, expect, opened };
    for (const step of steps.get(path) ?? []) {
      await follow(step, reader).catch((error: unknown) => {
        throw new Error(`${path}:${step.line}: ${(error as Error).message}`, { cause: error });
      });
    }
  });
});
