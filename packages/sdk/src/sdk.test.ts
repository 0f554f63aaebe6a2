import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { attributes } from '@sightglass/model';
import { describe, expect, it } from 'vitest';
import { startOtlpServer, type OtlpServer } from '../testing/otlp-server.ts';
import { createWorkspace } from '../testing/run-program.ts';

const observe = async (body: string, env: Record<string, string> = {}, before = '') => {
  const server = await startOtlpServer();
  const workspace = await createWorkspace();
  const source = `import * as sdk from '@sightglass/sdk';
    import { pipeline } from '@sightglass/sdk';
    import * as otel from '@opentelemetry/api';
    ${before}
    ${body}`;
  const defaults = { SIGHTGLASS_URL: server.url, SIGHTGLASS_SUMMARY: 'off', SIGHTGLASS_LOG_CONSOLE: 'off' };
  const result = await workspace.run(source.replaceAll("'@opentelemetry/api'", JSON.stringify(otelApi)), {
    ...defaults,
    ...env,
  });
  return {
    server,
    workspace,
    result,
    [Symbol.asyncDispose]: async () => {
      await server[Symbol.asyncDispose]();
      await workspace[Symbol.asyncDispose]();
    },
  };
};

const otelApi = import.meta.resolve('@opentelemetry/api');
const stages = (server: OtlpServer) =>
  Object.fromEntries(
    server.events('pipeline.stage.finished').map(({ attributes: own }) => [own[attributes.stageName], own]),
  );
const run = (server: OtlpServer) => server.events('pipeline.run.finished')[0]?.attributes ?? {};

describe('stages', () => {
  it('nest and run side by side, each with its own counts and logs', async () => {
    await using seen = await observe(`
      await pipeline('p').run(async (run) => {
        await run.stage('all', async (all) => {
          await Promise.all(['a', 'b'].map((name, index) => all.stage(name, async (stage) => {
            stage.rows.read(index + 1);
            await new Promise((resolve) => setTimeout(resolve, 20));
            stage.rows.written(index + 1);
            run.log.info('in ' + name);
            await run.stage('inner ' + name, () => undefined);
          })));
        });
      });`);
    const { server } = seen;
    const finished = stages(server);
    expect(finished['a']).toMatchObject({
      [attributes.rowsRead]: 1,
      [attributes.stageParentId]: finished['all']?.[attributes.stageId],
    });
    expect(finished['b']).toMatchObject({ [attributes.rowsRead]: 2, [attributes.rowsWritten]: 2 });
    expect(finished['inner a']?.[attributes.stageParentId]).toBe(finished['a']?.[attributes.stageId]);
    for (const name of ['a', 'b']) {
      const log = server.logs().find(({ body }) => body === `in ${name}`);
      expect(log?.attributes[attributes.stageName]).toBe(name);
      expect(log?.spanId).toBe(finished[name]?.[attributes.stageId]);
    }
  });

  it('pass results and errors through unchanged, and stay synchronous when their body is', async () => {
    await using seen = await observe(`
      const error = new RangeError('bad');
      await pipeline('p').run(async (run) => {
        console.log(run.stage('sync', () => 5) === 5);
        try { run.stage('throws', () => { throw error; }); } catch (e) { console.log(e === error); }
        const rejected = await run.stage('rejects', async () => { throw error; }).catch((e) => e);
        console.log(rejected === error);
        throw error;
      }).catch((e) => console.log(e === error));`);
    expect(seen.result.stdout).toBe('true\ntrue\ntrue\ntrue\n');
    expect(stages(seen.server)['throws']).toMatchObject({
      [attributes.stageState]: 'failed',
      [attributes.exceptionType]: 'RangeError',
    });
    expect(run(seen.server)).toMatchObject({ [attributes.runState]: 'failed', [attributes.exceptionMessage]: 'bad' });
  });

  it('say progress, retries, resources and rejections; all counts add up over time', async () => {
    await using seen = await observe(`
      await pipeline('p').run((run) => run.stage('load', { inputs: [] }, async (stage) => {
        for (let n = 0; n < 3; n += 1) {
          stage.rows.read(10); stage.rows.written(9); stage.rows.rejected(1, 'bad_date');
          stage.progress((n + 1) * 10, 30); stage.retried();
          await new Promise((resolve) => setTimeout(resolve, 700));
        }
      }));`);
    const progress = seen.server.events('pipeline.stage.progress').map(({ attributes: own }) => own);
    expect(progress.length).toBeGreaterThanOrEqual(1);
    expect(progress.length).toBeLessThanOrEqual(2);
    const read = progress.map((own) => own[attributes.rowsRead] as number);
    expect(read).toEqual(read.toSorted((a, b) => a - b));
    const load = stages(seen.server)['load'];
    expect(load).toMatchObject({
      [attributes.rowsRead]: 30,
      [attributes.rowsRejected]: 3,
      [attributes.retries]: 3,
      [attributes.progressDone]: 30,
      [attributes.progressTotal]: 30,
      [attributes.stageInputs]: [],
    });
    for (const name of [
      attributes.cpuTimeMs,
      attributes.memoryPeakRssBytes,
      attributes.memoryPeakHeapBytes,
      attributes.eventLoopDelayP99Ms,
    ]) {
      expect(load?.[name]).toBeGreaterThan(0);
    }
    expect(seen.server.events('pipeline.rows.rejected').at(-1)?.attributes).toMatchObject({
      [attributes.rowsRejectedReason]: 'bad_date',
      [attributes.rowsRejected]: 3,
    });
  });
});

describe('the row ledger', () => {
  it('marks a run whose rows do not add up, names the stage and says what to do', async () => {
    await using seen = await observe(`
      await pipeline('p').run(async (run) => {
        run.stage('extract', { inputs: [] }, (s) => { s.rows.read(100); s.rows.written(100); });
        run.stage('enrich', (s) => { s.rows.read(100); s.rows.written(97); });
        run.stage('group', { ledger: 'unchecked' }, (s) => { s.rows.read(97); s.rows.written(4); });
      });`);
    expect(run(seen.server)).toMatchObject({
      [attributes.runState]: 'succeeded',
      [attributes.runBalanced]: false,
      [attributes.runRowsDifference]: 3,
    });
    const warning = seen.server.logs().find(({ severity }) => severity === 'WARN');
    expect(warning?.body).toBe(
      "the row ledger does not balance: stage 'enrich' read 3 rows that it neither wrote nor explained; count them as rejected, filtered, deduplicated or unmatched.",
    );
    expect(stages(seen.server)['group']?.[attributes.stageLedgerChecked]).toBe(false);
  });

  it('survives what is no count', async () => {
    await using seen = await observe(`
      await pipeline('p').run((run) => run.stage('load', (s) => { s.rows.read(Number.NaN); s.rows.read(2); s.rows.written(2); }));`);
    expect(seen.result).toMatchObject({ code: 0, stderr: '' });
    expect(run(seen.server)).toMatchObject({ [attributes.rowsRead]: 2, [attributes.runBalanced]: true });
    expect(seen.server.logs().find(({ severity }) => severity === 'WARN')?.body).toContain(
      "stage 'load': rows.read(NaN) is no count of rows",
    );
  });

  it('stays quick and exact over twenty thousand stages', async () => {
    await using seen = await observe(`
      await pipeline('p').run((run) => {
        for (let n = 0; n < 10_000; n += 1) run.stage('file', { inputs: [] }, (s) => { s.rows.read(3); s.rows.written(3); s.stage('check', () => 0); });
      });
      console.log(performance.now() < 6_000);`);
    expect(seen.result.stdout).toBe('true\n');
    expect(run(seen.server)).toMatchObject({
      [attributes.rowsRead]: 30_000,
      [attributes.rowsWritten]: 30_000,
      [attributes.runBalanced]: true,
    });
    expect(seen.server.events('pipeline.stage.finished')).toHaveLength(20_000);
  });
});

describe('other OpenTelemetry instrumentation', () => {
  it('nests in the active stage and carries its attributes', async () => {
    await using seen = await observe(`
      await pipeline('p').run((run) => run.stage('load', async () => {
        await otel.trace.getTracer('pg').startActiveSpan('INSERT', async (span) => { run.log.info('inside'); span.end(); });
        otel.metrics.getMeter('pg').createCounter('pg.calls').add(1);
        otel.logs.getLogger('pg').emit({ body: 'from another logger' });
      }));`);
    const spans = Object.fromEntries(seen.server.spans().map((span) => [span.name, span]));
    expect(spans['INSERT']).toMatchObject({
      parentSpanId: spans['load']?.spanId,
      attributes: { [attributes.pipelineName]: 'p', [attributes.stageName]: 'load' },
    });
    expect(seen.server.logs().find(({ body }) => body === 'inside')?.spanId).toBe(spans['INSERT']?.spanId);
    expect(seen.server.logs().find(({ body }) => body === 'from another logger')?.spanId).toBe(spans['load']?.spanId);
    expect(seen.server.metricNames()).toContain('pg.calls');
  });

  it('keeps the tracer provider the program had registered', async () => {
    const sdkTrace = import.meta.resolve('@opentelemetry/sdk-trace');
    const before = `import { TracerProvider, InMemorySpanExporter, SimpleSpanProcessor } from ${JSON.stringify(sdkTrace)};
      const exporter = new InMemorySpanExporter();
      otel.trace.setGlobalTracerProvider(new TracerProvider({ spanProcessors: [new SimpleSpanProcessor({ exporter })] }));`;
    const body = `await pipeline('p').run((run) => run.stage('load', () => 1));
      console.log(exporter.getFinishedSpans().map((s) => s.name + ' ' + s.attributes['pipeline.run.id'].length).join());`;
    await using seen = await observe(body, {}, before);
    expect(seen.result.stdout).toBe('load 36,p 36\n');
    expect(seen.server.spans()).toEqual([]);
    expect(run(seen.server)[attributes.runState]).toBe('succeeded');
  });

  it('continues the trace of TRACEPARENT, and of a run it is started in', async () => {
    const traceparent = '00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01';
    await using seen = await observe(
      `await pipeline('outer').run(async (run) => { console.log(run.id, run.traceparent); await pipeline('inner').run(() => 1); });`,
      { TRACEPARENT: traceparent },
    );
    const [outer, inner] = ['outer', 'inner'].map((name) => seen.server.spans().find((span) => span.name === name));
    expect(outer).toMatchObject({ traceId: '0af7651916cd43dd8448eb211c80319c', parentSpanId: 'b7ad6b7169203331' });
    expect(inner?.parentSpanId).toBe(outer?.spanId);
    const [runId, own] = seen.result.stdout.trim().split(' ');
    expect(own).toBe(`00-${outer?.traceId}-${outer?.spanId}-01`);
    const started = seen.server
      .events('pipeline.run.started')
      .find(({ attributes: a }) => a[attributes.pipelineName] === 'inner');
    expect(started?.attributes[attributes.runParentId]).toBe(runId);
  });
});

describe('a run begun by sightglass exec', () => {
  it('is joined: the stages are added, its beginning and end are left to the parent', async () => {
    await using seen = await observe(
      `await pipeline('nightly').run((run) => { console.log(run.id); return run.stage('load', () => 1); });`,
      {
        SIGHTGLASS_RUN_ID: 'run-of-the-parent',
        TRACEPARENT: '00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01',
      },
    );
    expect(seen.result.stdout).toBe('run-of-the-parent\n');
    expect(seen.server.events().map(({ event }) => event)).toEqual([
      'pipeline.stage.started',
      'pipeline.stage.finished',
    ]);
    expect(stages(seen.server)['load']?.[attributes.runId]).toBe('run-of-the-parent');
    expect(new Set(seen.server.spans().map(({ traceId }) => traceId))).toEqual(
      new Set(['0af7651916cd43dd8448eb211c80319c']),
    );
  });
});

describe('logs', () => {
  it('go to a file per run and to standard output, one JSON object a line, with every id', async () => {
    await using seen = await observe(
      `await pipeline('my orders').run((run) => run.stage('load', () => {
         run.log.debug('d'); run.log.info('i', { rows: 3 }); run.log.warn('w'); run.log.error('e', new TypeError('t')); run.log.critical('c');
       }));`,
      { SIGHTGLASS_LOG_CONSOLE: 'on' },
    );
    const dir = join(seen.workspace.logDir, 'my_orders');
    const names = (await readdir(dir)).sort();
    expect(names).toEqual([
      expect.stringMatching(/^\d{4}-\d\d-\d\dT[\d-]+Z-[0-9a-f-]{36}\.jsonl$/u),
      expect.stringMatching(/\.summary\.json$/u),
    ]);
    const text = await readFile(join(dir, names[0] ?? ''), 'utf8');
    expect(text).toBe(seen.result.stdout);
    const lines = text
      .trim()
      .split('\n')
      .map((line) => JSON.parse(line) as Record<string, unknown>);
    expect(lines.map(({ level }) => level)).toEqual(['debug', 'info', 'warn', 'error', 'critical']);
    const [, info, , error] = lines;
    const load = stages(seen.server)['load'];
    expect(info).toMatchObject({
      message: 'i',
      rows: 3,
      pipeline: 'my orders',
      stage: 'load',
      run_id: load?.[attributes.runId],
      span_id: load?.[attributes.stageId],
    });
    expect(error).toMatchObject({ [attributes.exceptionType]: 'TypeError' });
    expect(
      seen.server
        .logs()
        .filter(({ event }) => event === undefined)
        .map(({ severity }) => severity),
    ).toEqual(['DEBUG', 'INFO', 'WARN', 'ERROR', 'CRITICAL']);
    const summary = JSON.parse(await readFile(join(dir, names[1] ?? ''), 'utf8')) as Record<string, unknown>;
    expect(summary).toMatchObject({
      pipeline: 'my orders',
      state: 'succeeded',
      balanced: true,
      slowestStages: ['load'],
    });
  });

  it('continue in a next file by size, and remove the files of old runs', async () => {
    await using seen = await observe(
      `for (let n = 0; n < 4; n += 1) await pipeline('p').run(async (run) => {
         for (let line = 0; line < 400; line += 1) run.log.info('x'.repeat(100));
         await new Promise((resolve) => setTimeout(resolve, 50));
       });`,
      { SIGHTGLASS_LOG_FILE_MAX_BYTES: '40000', SIGHTGLASS_LOG_MAX_RUNS: '2' },
    );
    const names = await readdir(join(seen.workspace.logDir, 'p'));
    const runs = new Set(names.map((name) => name.slice(0, 61)));
    expect(runs.size).toBe(2);
    expect(names.filter((name) => name.includes('.2.jsonl'))).toHaveLength(2);
  });

  it('of console and pino can be attached', async () => {
    const pino = import.meta.resolve('pino');
    await using seen = await observe(
      `const detach = sdk.observeConsole();
       const logger = pino({ level: 'trace' }, sdk.sightglassPinoStream());
       await pipeline('p').run((run) => run.stage('load', () => {
         console.warn('disk is %d%% full', 91);
         logger.error({ table: 'orders', err: new Error('gone') }, 'from pino');
         detach();
         console.log('not seen');
       }));`,
      {},
      `import { pino } from ${JSON.stringify(pino)};`,
    );
    expect(seen.result.stdout).toBe('not seen\n');
    expect(seen.result.stderr).toBe('disk is 91% full\n');
    const logs = seen.server.logs().filter(({ event }) => event === undefined);
    expect(logs.map(({ severity, body }) => [severity, body])).toEqual([
      ['WARN', 'disk is 91% full'],
      ['ERROR', 'from pino'],
    ]);
    expect(logs[1]?.attributes).toMatchObject({
      table: 'orders',
      [attributes.stageName]: 'load',
      err: { message: 'gone' },
    });
  });
});

describe('the SDK when it is off', () => {
  it.each(['SIGHTGLASS_SDK_DISABLED', 'OTEL_SDK_DISABLED'])(
    'by %s runs the bodies and does nothing else',
    async (name) => {
      await using seen = await observe(
        `console.log(await pipeline('p').run((run) => run.stage('load', { inputs: [] }, (stage) => {
         stage.rows.read(5); stage.progress(1); run.log.error('not written');
         return stage.stage('inner', () => 'result');
       })), process.listenerCount('SIGTERM'), sdk.exportStatus());`,
        { [name]: 'true', SIGHTGLASS_LOG_CONSOLE: 'on', SIGHTGLASS_SUMMARY: 'on' },
      );
      expect(seen.result).toMatchObject({ code: 0, stdout: 'result 0 undefined\n', stderr: '' });
      expect(seen.server.requests).toEqual([]);
      expect(await readdir(seen.workspace.dir)).toEqual(['program-1.ts']);
    },
  );
});

describe('bad input', () => {
  it.each([
    ["pipeline('')", 'the name is empty'],
    ["pipeline('p', { deadline: '4 am' })", "deadline is '4 am'; use HH:MM such as 04:00"],
    ["pipeline('p', { timeZone: 'Berlin' })", "time zone 'Berlin' is unknown"],
    ["sdk.configure({ url: 'localhost:4318' })", "url is 'localhost:4318', which is no http(s) URL"],
  ])('%s is refused at once', async (code, message) => {
    await using seen = await observe(`${code};`);
    expect(seen.result.code).toBe(1);
    expect(seen.result.stderr).toContain(message);
  });

  it('in SIGHTGLASS_URL is told and does not stop the run', async () => {
    await using seen = await observe("console.log(await pipeline('p').run(() => 'done'));", {
      SIGHTGLASS_URL: 'localhost',
    });
    expect(seen.result).toMatchObject({ code: 0, stdout: 'done\n' });
    expect(seen.result.stderr).toContain("'localhost/v1/logs' is no http(s) URL such as");
  });
});
