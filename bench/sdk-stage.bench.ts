/**
 * One stage with counted rows against one bare OpenTelemetry span, both exported; and one stage with the SDK off.
 * node --expose-gc --conditions=@sightglass/source bench/sdk-stage.bench.ts
 */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { context, trace } from '@opentelemetry/api';
import { configure, pipeline } from '@sightglass/sdk';
import { noopRun } from '../packages/sdk/src/noop.ts';
import { paired } from './paired.ts';
import { startSink } from './sink.ts';

const dir = mkdtempSync(join(tmpdir(), 'sightglass-bench-'));
const sink = await startSink();
configure({
  url: sink.url,
  bufferDir: join(dir, 'buffer'),
  logDir: false,
  logToConsole: false,
  summaryTable: false,
});

const off = noopRun('bench', {});
const calls = 5_000;
const burst = 100;

const inBursts = (work: (row: number) => void) => async (count: number) => {
  for (let row = 0; row < count; row += 1) {
    work(row);
    if (row % burst === 0) await new Promise((resolve) => setImmediate(resolve));
  }
};

let sum = 0;
await pipeline('bench').run(async (run) => {
  const tracer = trace.getTracer('bench');
  await paired(
    {
      name: 'stage',
      run: inBursts((row) =>
        run.stage('load', { inputs: [] }, (stage) => {
          stage.rows.read(1);
          stage.rows.written(1);
          sum += row;
        }),
      ),
    },
    {
      name: 'bare span',
      run: inBursts((row) => {
        const span = tracer.startSpan('load');
        context.with(trace.setSpan(context.active(), span), () => (sum += row));
        span.end();
      }),
    },
    calls,
  );
});
await paired(
  {
    name: 'stage with the SDK off',
    run: (count) => {
      for (let row = 0; row < count; row += 1) off.stage('load', (stage) => (stage.rows.read(1), (sum += row)));
    },
  },
  {
    name: 'plain call',
    run: (count) => {
      for (let row = 0; row < count; row += 1) plain((one: number) => (sum += row * one));
    },
  },
  5_000_000,
);
sink.stop();
rmSync(dir, { recursive: true, force: true });

function plain(body: (one: number) => number): number {
  return body(1);
}
