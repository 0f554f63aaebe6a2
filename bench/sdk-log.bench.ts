/**
 * One log call: `run.log.info` (JSON line to a file and OTLP to a server) against pino alone writing the same line.
 * node --expose-gc --conditions=@sightglass/source bench/sdk-log.bench.ts
 */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { context, trace } from '@opentelemetry/api';
import { configure, pipeline } from '@sightglass/sdk';
import { pino, type LoggerOptions } from 'pino';
import { paired } from './paired.ts';
import { startSink } from './sink.ts';

const dir = mkdtempSync(join(tmpdir(), 'sightglass-bench-'));
const sink = await startSink();

configure({
  url: sink.url,
  bufferDir: join(dir, 'buffer'),
  logDir: process.env['BENCH_LOG_FILE'] === 'off' ? false : join(dir, 'logs'),
  logToConsole: false,
  summaryTable: false,
  logFileMaxBytes: 1e12,
});

const calls = 50_000;
const burst = 500;
const message = 'row loaded into the warehouse';

await pipeline('bench').run(async (run) => {
  await run.stage('log', async () => {
    const file = pino.destination({ dest: join(dir, 'peer.jsonl'), sync: true, minLength: 12 * 1024 });
    const idsNow = () => {
      const { traceId, spanId } = trace.getSpanContext(context.active()) ?? {};
      return { pipeline: 'bench', run_id: run.id, stage: 'log', trace_id: traceId, span_id: spanId };
    };
    const options: LoggerOptions = {
      base: null,
      messageKey: 'message',
      formatters: { level: (label) => ({ level: label }) },
      timestamp: pino.stdTimeFunctions.isoTime,
    };
    const peer = pino({ ...options, mixin: idsNow }, file);
    const inBursts = (log: (row: number) => void) => async (count: number) => {
      for (let row = 0; row < count; row += 1) {
        log(row);
        if (row % burst === 0) await new Promise((resolve) => setImmediate(resolve));
      }
    };
    const bound = pino(options, file).child(idsNow());
    const ours = { name: 'run.log.info', run: inBursts((row) => run.log.info(message, { row, table: 'orders' })) };
    await paired(
      ours,
      { name: 'pino, ids by mixin', run: inBursts((row) => peer.info({ row, table: 'orders' }, message)) },
      calls,
    );
    await paired(
      ours,
      { name: 'pino, ids bound once', run: inBursts((row) => bound.info({ row, table: 'orders' }, message)) },
      calls,
    );
  });
});
sink.stop();
rmSync(dir, { recursive: true, force: true });
