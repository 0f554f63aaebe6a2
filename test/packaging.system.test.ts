import { spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { readFileSync, statSync, symlinkSync } from 'node:fs';
import { mkdir, readdir, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { beforeAll, expect, test } from 'vitest';
import { publint } from 'publint';
import { temporaryFolder } from './temporary-folder.ts';

const repository = fileURLToPath(new URL('../', import.meta.url));
const published = ['model', 'probes', 'sdk', 'cli'] as const;
const minutesMs = 60_000;

let home: string;
let project: string;
let installed: string;

const run = (command: string, args: readonly string[], cwd = project, env: Record<string, string> = {}) => {
  const result = spawnSync(command, args, {
    cwd,
    encoding: 'utf8',
    timeout: 4 * minutesMs,
    env: { ...process.env, PATH: `${dirname(process.execPath)}:${process.env['PATH']}`, ...env },
  });
  return { code: result.status, stdout: result.stdout, stderr: result.stderr };
};
const mustRun = (...args: Parameters<typeof run>): string => {
  const { code, stdout, stderr } = run(...args);
  if (code !== 0) throw new Error(`${args[0]} ${args[1].join(' ')} exited with ${code}:\n${stdout}\n${stderr}`);
  return stdout;
};
const sightglass = (args: readonly string[]) =>
  run(join(installed, '.bin/sightglass'), args, project, { SIGHTGLASS_BUFFER_DIR: join(home, 'buffer') });

/** The engine's library has half a gigabyte and is an optional dependency of chdb: the test takes the one that is already here. */
const lendEngine = async (): Promise<void> => {
  const ours = join(repository, 'node_modules/@chdb');
  await mkdir(join(installed, '@chdb'), { recursive: true });
  for (const library of await readdir(ours)) symlinkSync(join(ours, library), join(installed, '@chdb', library));
};

/** What docs/start/install.md does to pack and install, word for word. */
const installBlock = (): string => {
  const page = readFileSync(join(repository, 'docs/start/install.md'), 'utf8');
  const blocks = [...page.matchAll(/```sh\n([\s\S]*?)```/gu)].flatMap(([, block = '']) =>
    block.includes('npm pack') ? [block] : [],
  );
  if (blocks.length !== 1) throw new Error(`docs/start/install.md has ${blocks.length} blocks with npm pack`);
  return blocks[0] ?? '';
};

beforeAll(() => {
  home = temporaryFolder();
  const output = mustRun('bash', ['-euc', `${installBlock()}\npwd -P`], repository, {
    TMPDIR: home,
    npm_config_omit: 'optional',
    npm_config_prefer_offline: 'true',
    npm_config_audit: 'false',
    npm_config_fund: 'false',
  });
  expect(output).toContain('sightglass exec -- python etl.py');
  project = output.trimEnd().split('\n').at(-1) ?? '';
  installed = join(project, 'node_modules');
  return lendEngine();
}, 5 * minutesMs);

test('the published packages depend on what the server needs, in the same versions', () => {
  const dependencies = (name: string) =>
    (JSON.parse(readFileSync(join(repository, 'packages', name, 'package.json'), 'utf8')) as { dependencies: object })
      .dependencies;
  const own = ['@opentelemetry/api', '@sightglass/model', '@sightglass/sdk', 'commander', 'string-width'];
  const without = (all: object, names: readonly string[]) =>
    Object.fromEntries(Object.entries(all).filter(([name]) => !names.includes(name)));
  expect(without(dependencies('cli'), own)).toEqual(without(dependencies('server'), own));
});

test.each(published)('publint has nothing to say about %s', async (name) => {
  const { messages } = await publint({ pkgDir: join(repository, 'packages', name), strict: true });
  expect(messages).toEqual([]);
});

test.each([
  ['state/pglite-template.js', 'stateTemplateFile', 1_000_000, 3_000_000],
  ['telemetry/engine-template.js', 'engineTemplateFile', 5_000, 100_000],
])('the template that %s looks for is there, and small', (module, name, leastBytes, mostBytes) => {
  const path = join(installed, 'sightglass/dist/server/storage', module);
  const source = `import { ${name} } from ${JSON.stringify(path)}; console.log(await ${name}())`;
  const file = mustRun('node', ['--input-type=module', '--eval', source]).trim();
  expect(statSync(file).size).toBeGreaterThan(leastBytes);
  expect(statSync(file).size).toBeLessThan(mostBytes);
});

test('sightglass --help', () => {
  const { code, stdout } = sightglass(['--help']);
  expect(code).toBe(0);
  expect(stdout).toContain('sightglass exec -- python etl.py');
});

test('sightglass exec', () => {
  const source = 'console.log(`run ${process.env.SIGHTGLASS_RUN_ID}`); process.exit(7)';
  const { code, stdout, stderr } = sightglass([
    'exec',
    '--pipeline',
    'orders',
    '--run-id',
    'r-1',
    '--url',
    'http://127.0.0.1:9',
    '--',
    'node',
    '-e',
    source,
  ]);
  expect({ code, stdout }).toEqual({ code: 7, stdout: 'run r-1\n' });
  expect(stderr).toMatch(
    /^sightglass: orders failed .* http:\/\/127\.0\.0\.1:9 cannot be reached .* are kept on disk and a later run sends them\n$/,
  );
});

test('sightglass demo says what it needs', () => {
  const { code, stderr } = sightglass(['demo']);
  expect(code).toBe(1);
  expect(stderr).toContain('part of the repository');
});

test('sightglass ping: its thread and the drivers are there', () => {
  const pinged = (url: string) => {
    const { code, stdout } = sightglass(['ping', url, '--json', '--timeout', '10s']);
    return { code, class: (JSON.parse(stdout) as { error: { class: string } }).error.class };
  };
  for (const scheme of ['postgres', 'mssql', 'mysql']) {
    expect(pinged(`${scheme}://u:p@127.0.0.1:1/x`)).toEqual({ code: 1, class: 'refused' });
  }
});

test('the SDK and the model under plain Node', async () => {
  await writeFile(
    join(project, 'etl.mjs'),
    `import { pipeline } from '@sightglass/sdk';
     import { runIdAt } from '@sightglass/model';
     import { runPage } from '@sightglass/model/rest';
     const rows = await pipeline('orders').run((run) => run.stage('load', (stage) => (stage.rows.read(3), stage.rows.written(3), 3)));
     console.log(rows, runIdAt(Date.now()).length, typeof runPage.parse);`,
  );
  const env = { SIGHTGLASS_BUFFER_DIR: join(home, 'buffer'), SIGHTGLASS_LOG_DIR: 'off', SIGHTGLASS_LOG_CONSOLE: 'off' };
  expect(mustRun(process.execPath, ['etl.mjs'], project, env)).toContain('3 36 function');
});

test('sightglass serve: a run goes in by exec and comes out by runs list, and the dashboard is there', async () => {
  const args = ['serve', '--port', '0', '--grpc-port', '0', '--data', join(home, 'data'), '--json'];
  const server = spawn(join(installed, '.bin/sightglass'), args, {
    cwd: project,
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  try {
    const [line] = (await once(server.stdout, 'data')) as [Buffer];
    const { url } = JSON.parse(line.toString()) as { url: string };
    expect(await (await fetch(url)).text()).toContain('<div id="root">');
    expect(sightglass(['exec', '--pipeline', 'orders', '--url', url, '--', 'echo', 'hello']).code).toBe(0);
    await expect
      .poll(() => sightglass(['runs', 'list', '--url', url, '--json']).stdout, { timeout: 60_000 })
      .toContain('"pipeline":"orders","state":"succeeded"');
  } finally {
    server.kill('SIGINT');
    await once(server, 'exit');
  }
  expect(server.exitCode).toBe(0);
});
