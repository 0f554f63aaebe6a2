/**
 * One log call: `run.log.info` (JSON line to a file and OTLP to a server) against pino alone writing the same line.
 * node --expose-gc --conditions=@sightglass/source bench/sdk-log.bench.ts
 */
import { mkdtempSync, rmSync } from 'node:fs';
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { context, trace } from '@opentelemetry/api';
import { configure, pipeline } from '@sightglass/sdk';
import { pino } from 'pino';
import { paired } from './paired.ts';

const dir = mkdtempSync(join(tmpdir(), 'sightglass-bench-'));
const sink = spawn(process.execPath, ['-e', sinkProgram()], { stdio: ['ignore', 'pipe', 'inherit'] });
const [port] = (await once(sink.stdout, 'data')) as [Buffer];

configure({
  url: `http://127.0.0.1:${port.toString().trim()}`,
  bufferDir: join(dir, 'buffer'),
  logDir: process.env['BENCH_LOG_FILE'] === 'off' ? false : join(dir, 'logs'),
  logToConsole: false,
  summaryTable: false,
  logFileMaxBytes: 1e12,
});

const calls = 50_000;
const burst = 500;

await pipeline('bench').run(async (run) => {
  await run.stage('log', async () => {
    const file = pino.destination({ dest: join(dir, 'peer.jsonl'), sync: false, minLength: 4096 });
    const peer = pino(
      {
        base: null,
        messageKey: 'message',
        formatters: { level: (label) => ({ level: label }) },
        timestamp: pino.stdTimeFunctions.isoTime,
        mixin: () => {
          const { traceId, spanId } = trace.getSpanContext(context.active()) ?? {};
          return { pipeline: 'bench', run_id: run.id, stage: 'log', trace_id: traceId, span_id: spanId };
        },
      },
      file,
    );
    const inBursts = (log: (row: number) => void) => async (count: number) => {
      for (let row = 0; row < count; row += 1) {
        log(row);
        if (row % burst === 0) await new Promise((resolve) => setImmediate(resolve));
      }
    };
    await paired(
      {
        name: 'run.log.info',
        run: inBursts((row) => run.log.info('row loaded into the warehouse', { row, table: 'orders' })),
      },
      {
        name: 'pino alone',
        run: inBursts((row) => peer.info({ row, table: 'orders' }, 'row loaded into the warehouse')),
      },
      calls,
    );
  });
});
sink.kill();
rmSync(dir, { recursive: true, force: true });

/** A server in a process of its own that takes everything. */
function sinkProgram(): string {
  return `require('node:http').createServer((request, response) => request.resume().on('end', () => response.end()))
    .listen(0, '127.0.0.1', function () { console.log(this.address().port); });`;
}
