import { execFile } from 'node:child_process';
import { symlink } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { trace } from '@opentelemetry/api';
import { InMemorySpanExporter, SimpleSpanProcessor, TracerProvider } from '@opentelemetry/sdk-trace';
import { attributes } from '@sightglass/model';
import { beforeAll, beforeEach, describe, expect, it, vi } from 'vitest';
import { temporaryFolder } from '../../../test/temporary-folder.ts';
import { startOtlpServer } from '../testing/otlp-server.ts';

// Files share their modules, and configure() is refused once a run began.
vi.resetModules();
const { configure, pipeline, staged, timed } = await import('./index.ts');

const exporter = new InMemorySpanExporter();
const names = () => exporter.getFinishedSpans().map(({ name }) => name);

beforeAll(() => {
  trace.disable(); // one of the file before
  trace.setGlobalTracerProvider(new TracerProvider({ spanProcessors: [new SimpleSpanProcessor({ exporter })] }));
  configure({ url: 'http://127.0.0.1:9', bufferDir: false, logDir: false, logToConsole: false, summaryTable: false });
});
beforeEach(() => exporter.reset());

describe('staged and timed functions', () => {
  it('become stages and spans, synchronous and not', async () => {
    const double = timed('double', (n: number) => n * 2);
    const load = staged('load', async (n: number) => double(n), { inputs: [] });
    expect(await pipeline('p').run(() => load(4))).toBe(8);
    expect(names()).toEqual(['double', 'load', 'p']);
    expect(exporter.getFinishedSpans()[1]?.attributes[attributes.stageName]).toBe('load');
  });

  it('pass errors on and mark the span', async () => {
    const fail = timed('fail', async () => Promise.reject(new Error('no')));
    await expect(fail()).rejects.toThrow('no');
    expect(exporter.getFinishedSpans()[0]).toMatchObject({ name: 'fail', status: { code: 2, message: 'no' } });
  });

  it('are plain calls outside a run', () => {
    expect(staged('load', (n: number) => n + 1)(1)).toBe(2);
    expect(names()).toEqual([]);
  });
});

describe('the decorators', () => {
  it('make stages and spans of methods, and keep this, arguments, results and errors', async () => {
    await using server = await startOtlpServer();
    const { stdout } = await runCompiled('decorated', { SIGHTGLASS_URL: server.url });
    expect(stdout).toBe('8 into orders, no\n');
    expect(server.spans().map(({ name }) => name)).toEqual(['parsing', 'load', 'fail', 'decorated']);
  });
});

const execute = promisify(execFile);
const testing = fileURLToPath(new URL('../testing/', import.meta.url));
const packages = fileURLToPath(new URL('../../../node_modules', import.meta.url));
const tsc = join(packages, '.bin', 'tsc');

/** Compiles one program from `testing/` and runs it, with the same packages. */
const runCompiled = async (name: string, env: Record<string, string>) => {
  const out = temporaryFolder();
  await symlink(packages, join(out, 'node_modules'));
  const options = [
    '--noCheck',
    '--target',
    'es2024',
    '--module',
    'nodenext',
    '--types',
    'node',
    '--rootDir',
    testing,
    '--outDir',
    out,
  ];
  await execute(process.execPath, [tsc, '--ignoreConfig', ...options, join(testing, `${name}.ts`)]);
  return await execute(process.execPath, ['--conditions=@sightglass/source', join(out, `${name}.js`)], { env });
};
