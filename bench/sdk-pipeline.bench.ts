/**
 * A pipeline of three stages over rows counted one by one: plain, with the SDK, with the SDK off, and with the OpenTelemetry SDK alone
 * (a span for each stage, a counter for each kind of row). Short rounds in turn, all inside three stages of one run, by process CPU
 * time; a second plain contender shows what this machine cannot tell apart. What run and stages cost once is measured apart and shared out
 * over a million rows.
 * node --expose-gc --conditions=@sightglass/source bench/sdk-pipeline.bench.ts [rounds]
 */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { ValueType } from '@opentelemetry/api';
import { MeterProvider } from '@opentelemetry/sdk-metrics';
import { SimpleSpanProcessor, InMemorySpanExporter, TracerProvider } from '@opentelemetry/sdk-trace';
import { configure, pipeline } from '@sightglass/sdk';
import { noopRun } from '../packages/sdk/src/noop.ts';
import type { load, Rows, StartStage } from './_pipeline-load.ts';
import { interleaved, reportCompared, type Contender } from './interleaved.ts';
import { startSink } from './sink.ts';

const rows = 50_000;
const wholeRows = 1_000_000;
const rounds = Number(process.argv[2] ?? 80);

const dir = mkdtempSync(join(tmpdir(), 'sightglass-bench-'));
const sink = await startSink();
configure({
  url: sink.url,
  bufferDir: join(dir, 'buffer'),
  logDir: join(dir, 'logs'),
  logToConsole: false,
  summaryTable: false,
});

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

const contender = async (name: string, stage: StartStage): Promise<Contender> => {
  const own = (await import(`./_pipeline-load.ts?${encodeURIComponent(name)}`)) as { load: typeof load };
  return { name, run: () => own.load(rows, stage) };
};

const nothing: Rows = { read: () => undefined, written: () => undefined, rejected: () => undefined };
const observed = pipeline('bench');
const off = noopRun('bench', {});
const names = ['extract', 'validate', 'load'] as const;
const compared = await observed.run((run) => {
  const open = new Map<string, Rows>();
  const compareInside = async () =>
    interleaved(
      [
        await contender('plain', (_name, body) => body(nothing)),
        await contender('with the SDK', (name, body) => body(open.get(name) ?? nothing)),
        await contender('plain once more', (_name, body) => body(nothing)),
        await contender('with the SDK off', (name, body) => off.stage(name, (stage) => body(stage.rows))),
        await contender('OpenTelemetry SDK alone', openTelemetryStage),
      ],
      rounds,
    );
  const inStages = names.reduce<typeof compareInside>(
    (inside, name) => () =>
      run.stage(name, { inputs: [] }, (stage) => {
        open.set(name, stage.rows);
        return inside();
      }),
    compareInside,
  );
  return inStages();
});
compared.forEach(reportCompared);
const once = async () =>
  observed.run((run) => {
    for (const name of names) run.stage(name, { inputs: [] }, () => undefined);
  });
const [empty] = await interleaved([{ name: 'run of three empty stages', run: once }], rounds);
const [plain, withSdk] = compared;
const wholeMs = ((plain?.medianMs ?? Number.NaN) * wholeRows) / rows;
const share = (empty?.medianMs ?? Number.NaN) / wholeMs;
const whole = [withSdk?.ratio, ...(withSdk?.interval ?? [])].map((ratio = Number.NaN) => (ratio + share).toFixed(3));
console.error(
  `a run of three stages costs ${empty?.medianMs.toFixed(1)} ms once, ${(share * 100).toFixed(2)} % of a million rows`,
);
console.error(`a million rows: ${whole[0]} × plain (${whole[1]} to ${whole[2]})`);
sink.stop();
rmSync(dir, { recursive: true, force: true });
