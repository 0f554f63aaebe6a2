import { execFile } from 'node:child_process';
import { existsSync, readdirSync, renameSync, rmSync, statSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { checkout } from '../config/checkout.ts';
import { CliError } from '../errors.ts';

const dashboardSource = 'packages/dashboard';
const installed = fileURLToPath(new URL('../dashboard/', import.meta.url));
const buildTimeoutMs = 180_000;

export interface DashboardFolder {
  /** `stale`: its sources are newer than what was built of them, or nothing was built yet. */
  readonly state: 'built' | 'stale' | 'missing';
  readonly folder: string;
}

/** Where the built dashboard is, or will be: beside this program when installed, in its workspace in a checkout. */
export const findDashboard = (): DashboardFolder => {
  if (checkout === undefined) {
    return { state: existsSync(join(installed, 'index.html')) ? 'built' : 'missing', folder: installed };
  }
  const folder = join(checkout, dashboardSource, 'dist');
  if (!existsSync(join(checkout, dashboardSource, 'index.html'))) return { state: 'missing', folder };
  return { state: isStale(join(checkout, dashboardSource), folder) ? 'stale' : 'built', folder };
};

/** The folder of the built dashboard, built first when that is due; undefined when there is none. */
export const prepareDashboard = async (note: (text: string) => void): Promise<string | undefined> => {
  const { state, folder } = findDashboard();
  if (state === 'missing') return undefined;
  if (state === 'stale' && checkout !== undefined) {
    note('Building the dashboard …');
    await build(checkout, folder);
  }
  return folder;
};

const isStale = (source: string, built: string): boolean => {
  const builtAtMs = modifiedAtMs(join(built, 'index.html'));
  const own = ['src', 'public', 'documentation', 'index.html', 'vite.config.ts', 'package.json'];
  const sources = [...own, '../model/src', '../../docs', '../../CHANGELOG.md'];
  return sources.some((name) => newestBelow(join(source, name)) > builtAtMs);
};

const newestBelow = (path: string): number => {
  const at = modifiedAtMs(path);
  if (at === 0 || !statSync(path).isDirectory()) return at;
  return Math.max(at, ...readdirSync(path).map((name) => newestBelow(join(path, name))));
};

const modifiedAtMs = (path: string): number => statSync(path, { throwIfNoEntry: false })?.mtimeMs ?? 0;

/** Aside and then moved into place, so that a server beside this one never serves half a dashboard. */
const build = async (repository: string, folder: string): Promise<void> => {
  const aside = join(repository, 'node_modules/.cache', `sightglass-dashboard-${process.pid}`);
  try {
    await runVite(join(repository, dashboardSource), aside);
    rmSync(folder, { recursive: true, force: true });
    renameSync(aside, folder);
  } catch (error) {
    rmSync(aside, { recursive: true, force: true });
    const { stderr, message } = error as Error & { stderr?: string };
    throw new CliError('DASHBOARD_BUILD', `The dashboard cannot be built in ${folder}:\n${(stderr || message).trim()}`);
  }
};

/** In a process of its own: vite is large, and this one goes on as a server. */
const runVite = async (source: string, outDir: string): Promise<void> => {
  const vite = join(dirname(createRequire(join(source, 'package.json')).resolve('vite/package.json')), 'bin/vite.js');
  const args = [vite, 'build', '--logLevel', 'error', '--outDir', outDir, '--emptyOutDir'];
  await promisify(execFile)(process.execPath, args, { cwd: source, timeout: buildTimeoutMs });
};
