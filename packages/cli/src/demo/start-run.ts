import { spawn } from 'node:child_process';
import { join } from 'node:path';
import { compileCacheFolder } from '../config/compile-cache.ts';
import type { Environment } from '../config/environment.ts';
import { flightsPipeline, type FlightsExample, type FlightsWorld } from './flights-example.ts';
import type { DemoRun } from './rotation.ts';

export interface DemoSurroundings {
  readonly example: FlightsExample;
  readonly world: FlightsWorld;
  readonly url: string;
  readonly dataDir: string;
  readonly env: Environment;
  readonly stopping: AbortSignal;
}

export interface DemoRunEnd {
  readonly exitCode: number | null;
  readonly durationMs: number;
  readonly complaint: string;
}

/** Runs the example once, as a program of its own. */
export const startDemoRun = (run: DemoRun, surroundings: DemoSurroundings): Promise<DemoRunEnd> => {
  const { url, dataDir, env, stopping } = surroundings;
  const startedAt = performance.now();
  const args = run.kind === 'python' ? pythonArgs(run, surroundings) : flightsArgs(run, surroundings);
  const child = spawn(process.execPath, args, {
    stdio: ['ignore', 'ignore', 'pipe'],
    signal: stopping,
    env: {
      NODE_COMPILE_CACHE: compileCacheFolder(env),
      ...env,
      SIGHTGLASS_URL: url,
      SIGHTGLASS_BUFFER_DIR: join(dataDir, 'buffer'),
      SIGHTGLASS_SUMMARY: 'off',
    },
  });
  let complaint = '';
  child.stderr?.on('data', (chunk: Buffer) => (complaint = (complaint + chunk.toString()).slice(-1000)));
  return new Promise((resolve, reject) => {
    child.on('error', (error) => (stopping.aborted ? undefined : reject(error)));
    child.on('close', (exitCode) => resolve({ exitCode, durationMs: performance.now() - startedAt, complaint }));
  });
};

const flightsArgs = (run: DemoRun, { example, world }: DemoSurroundings): string[] => [
  '--conditions=@sightglass/source',
  example.flightsProgram,
  `--scenario=${run.scenario}`,
  `--day=${run.day}`,
  `--rows-per-second=${run.rowsPerSecond}`,
  `--warehouse-url=${world.warehouseUrl}`,
  `--airports-url=${world.airportsUrl}`,
];

const pythonArgs = (run: DemoRun, { example, world, dataDir }: DemoSurroundings): string[] => [
  ...process.execArgv,
  process.argv[1] ?? '',
  'exec',
  '--quiet',
  `--namespace=${flightsPipeline.namespace}`,
  `--pipeline=${flightsPipeline.name}-python`,
  '--',
  'python3',
  example.pythonProgram,
  `--drop=${example.dropOf(run.day)}`,
  `--airports=${world.airportsUrl}`,
  `--warehouse=${join(dataDir, 'flights.sqlite')}`,
  `--rows-per-second=${run.rowsPerSecond}`,
];
