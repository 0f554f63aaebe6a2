/** Puts what the published package holds besides its own modules into `dist`: the server, which is not published, and the dashboard. */
import { execFileSync } from 'node:child_process';
import { cpSync, rmSync, statSync } from 'node:fs';
import { createRequire } from 'node:module';
import { basename, dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { writeEngineTemplate } from '../../server/src/write-engine-template.ts';
import { stateTemplateFile } from '../../server/src/storage/state/pglite-template.ts';
import { writeStateTemplate } from '../../server/src/storage/state/write-state-template.ts';
import { engineTemplateFile } from '../../server/src/storage/telemetry/engine-template.ts';

const packages = fileURLToPath(new URL('../../', import.meta.url));
const dist = join(packages, 'cli/dist');
const server = join(packages, 'server');
const dashboard = join(packages, 'dashboard');

const isFolder = (path: string): boolean => statSync(path).isDirectory();
const isForTests = (path: string): boolean => basename(path).startsWith('_') || basename(path) === 'testing';

const copyServer = (): void => {
  const target = join(dist, 'server');
  rmSync(target, { recursive: true, force: true });
  const copy = (from: string, wanted: (path: string) => boolean): void =>
    cpSync(from, target, { recursive: true, filter: (path) => !isForTests(path) && (isFolder(path) || wanted(path)) });
  copy(join(server, 'dist'), (path) => path.endsWith('.js'));
  copy(join(server, 'src'), (path) => path.endsWith('.sql'));
};

/** Always anew: the names of those that a checkout keeps do not tell by which code they were made. */
const writeTemplates = async (): Promise<void> => {
  const inTemplates = (file: string): string => join(dist, 'server/templates', basename(file));
  await writeStateTemplate(inTemplates(await stateTemplateFile()));
  await writeEngineTemplate(inTemplates(await engineTemplateFile()));
};

const buildDashboard = (): void => {
  const vite = join(
    dirname(createRequire(join(dashboard, 'package.json')).resolve('vite/package.json')),
    'bin/vite.js',
  );
  const build = ['build', '--logLevel', 'warn', '--outDir', join(dist, 'dashboard'), '--emptyOutDir'];
  execFileSync(process.execPath, [vite, ...build], { cwd: dashboard, stdio: 'inherit' });
};

copyServer();
await writeTemplates();
buildDashboard();
