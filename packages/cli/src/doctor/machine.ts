import { accessSync, constants, existsSync, statfsSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, resolve } from 'node:path';
import { formatBytes } from '../output/format.ts';
import { fail, ok, warn, type CheckResult } from './check.ts';

const leastNode = 24;
const leastFreeBytes = 512 * 1024 ** 2;
const wantedFreeBytes = 4 * 1024 ** 3;

export const checkNode = (version: string = process.versions.node): CheckResult =>
  Number.parseInt(version, 10) >= leastNode
    ? ok('Node', version)
    : fail('Node', version, `Install Node ${leastNode} or later from nodejs.org.`);

/** The embedded engine is a native library for glibc Linux and macOS on x64 and arm64. */
export const checkEngine = (): CheckResult => {
  const name = 'telemetry engine';
  const platform = `${process.platform} ${process.arch}`;
  const elsewhere =
    'Run `sightglass serve` on Linux with glibc or on macOS; elsewhere, send telemetry to a server on such a machine with SIGHTGLASS_URL.';
  if (!['linux', 'darwin'].includes(process.platform) || !['x64', 'arm64'].includes(process.arch)) {
    return fail(name, `none for ${platform}`, elsewhere);
  }
  const glibc = glibcVersion();
  if (process.platform === 'linux' && glibc === undefined)
    return fail(name, `none for ${platform} without glibc`, elsewhere);
  try {
    createRequire(import.meta.url).resolve('chdb');
  } catch {
    return fail(name, 'the package chdb is not installed', 'Install again without --no-optional and --omit=optional.');
  }
  return ok(name, `chdb for ${platform}${glibc === undefined ? '' : `, glibc ${glibc}`}`);
};

const glibcVersion = (): string | undefined => {
  const { header } = process.report.getReport() as unknown as { header: { glibcVersionRuntime?: string } };
  return header.glibcVersionRuntime;
};

/** Of a server that is started in the working folder; where one that is running keeps its data is not known. */
export const checkDataFolder = (folder: string): CheckResult => {
  const name = 'data folder';
  const path = resolve(folder);
  const existing = nearestExisting(path);
  try {
    accessSync(existing, constants.W_OK);
  } catch {
    return fail(name, `${existing} cannot be written`, 'Change its rights, or choose another folder with --data.');
  }
  const { bavail, bsize } = statfsSync(existing);
  const free = bavail * bsize;
  const of = `of a server started here${existing === path ? '' : ', not there yet'}`;
  const found = `${path} (${of}), ${formatBytes(free)} free`;
  const advice = 'Free some space, or choose a folder on another disk with --data.';
  if (free < leastFreeBytes) return fail(name, found, advice);
  return free < wantedFreeBytes ? warn(name, found, advice) : ok(name, found);
};

const nearestExisting = (path: string): string => (existsSync(path) ? path : nearestExisting(dirname(path)));
