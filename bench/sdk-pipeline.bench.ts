/**
 * A pipeline over 1,000,000 rows, counted row by row in three stages: plain, with the SDK, with the SDK off, and with the OpenTelemetry
 * SDK alone (a span for each stage, a counter for each kind of row), each paired with the plain one. Wall time and CPU time.
 * node --expose-gc --conditions=@sightglass/source bench/sdk-pipeline.bench.ts
 */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { ValueType } from '@opentelemetry/api';
import { MeterProvider } from '@opentelemetry/sdk-metrics';
import { SimpleSpanProcessor, InMemorySpanExporter, TracerProvider } from '@opentelemetry/sdk-trace';
import { configure, pipeline } from '@sightglass/sdk';
import { noopRun } from '../packages/sdk/src/noop.ts';
import { paired, type Contender } from './paired.ts';
import { startSink } from './sink.ts';

const rows = 1_000_000;
const batchRows = 10_000;
const rounds = 3;

const dir = mkdtempSync(join(tmpdir(), 'sightglass-bench-'));
const sink = await startSink();
configure({
  url: sink.url,
  bufferDir: join(dir, 'buffer'),
  logDir: join(dir, 'logs'),
  logToConsole: false,
  summaryTable: false,
});

interface Rows {
  read(): void;
  written(): void;
  rejected(rows: number, reason: string): void;
}
type StartStage = (name: string, body: (rows: Rows) => Promise<void>) => Promise<void>;

let checksum = 0;

/** Makes CSV lines, parses and checks them, and sums them up, as a small load does; gives way to others after each batch. */
const load = async (stage: StartStage): Promise<void> => {
  const lines: string[] = [];
  const orders: { readonly id: number; readonly cents: number }[] = [];
  await stage('extract', (count) =>
    inBatches((row) => {
      count.read();
      lines.push(`${row},customer-${row % 977},${(row * 37) % 10_000}.${row % 100},2026-11-23`);
      count.written();
    }),
  );
  await stage('validate', (count) =>
    inBatches((row) => {
      count.read();
      const [id, customer = '', amount, day = ''] = (lines[row] ?? '').split(',');
      const cents = Math.round(Number(amount) * 100);
      if (cents % 1_000 === 7 || customer.length < 10 || !day.startsWith('2026'))
        return count.rejected(1, 'bad_amount');
      orders.push({ id: Number(id), cents });
      count.written();
    }),
  );
  const totals = new Map<number, number>();
  await stage('load', (count) =>
    inBatches((row) => {
      const order = orders[row];
      if (order === undefined) return;
      count.read();
      totals.set(order.id % 977, (totals.get(order.id % 977) ?? 0) + order.cents);
      count.written();
    }),
  );
  checksum += totals.size;
};

const inBatches = async (work: (row: number) => void): Promise<void> => {
  for (let row = 0; row < rows; row += 1) {
    work(row);
    if (row % batchRows === 0) await new Promise((resolve) => setImmediate(resolve));
  }
};

const nothing: Rows = { read: () => undefined, written: () => undefined, rejected: () => undefined };
const observed = pipeline('bench');
const off = noopRun('bench', {});
const tracer = new TracerProvider({
  spanProcessors: [new SimpleSpanProcessor({ exporter: new InMemorySpanExporter() })],
}).getTracer('bench');
const meter = new MeterProvider().getMeter('bench');
const counter = (name: string) => meter.createCounter(name, { valueType: ValueType.INT });
const counters = { read: counter('rows.read'), written: counter('rows.written'), rejected: counter('rows.rejected') };

const openTelemetryStage: StartStage = async (name, body) => {
  const span = tracer.startSpan(name);
  const stage = { stage: name };
  await body({
    read: () => counters.read.add(1, stage),
    written: () => counters.written.add(1, stage),
    rejected: (count, reason) => counters.rejected.add(count, { stage: name, reason }),
  });
  span.end();
};

/** Prints wall time beside the CPU time that {@link paired} compares. */
const contender = (name: string, run: () => Promise<void>): Contender & { readonly wallMs: number[] } => {
  const wallMs: number[] = [];
  const timed = async () => {
    const startedAtMs = performance.now();
    await run();
    wallMs.push(performance.now() - startedAtMs);
  };
  return { name, run: timed, wallMs };
};

const contenders = [
  contender('with the SDK', () =>
    observed.run((run) => load((name, body) => run.stage(name, (stage) => body(stage.rows)))),
  ),
  contender('with the SDK off', () => load((name, body) => off.stage(name, (stage) => body(stage.rows)))),
  contender('OpenTelemetry SDK alone', () => load(openTelemetryStage)),
];
for (const ours of contenders) {
  const plain = contender('plain', () => load((_name, body) => body(nothing)));
  await paired(ours, plain, rows, rounds);
  const ratios = ours.wallMs.map((ms, round) => ms / (plain.wallMs[round] ?? Number.NaN)).toSorted((a, b) => a - b);
  console.error(`  wall time ratio ${ratios[ratios.length >> 1]?.toFixed(3)}`);
}
console.error(`checksum ${checksum}`);
sink.stop();
rmSync(dir, { recursive: true, force: true });
