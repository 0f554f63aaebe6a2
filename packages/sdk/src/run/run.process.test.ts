import { attributes } from '@sightglass/model';
import { describe, expect, it } from 'vitest';
import { observe } from '../../testing/observe.ts';
import { observeTogether } from '../../testing/observe-together.ts';
import type { OtlpServer } from '../../testing/otlp-server.ts';

type Received = Pick<OtlpServer, 'events'>;
const situation = observeTogether("import * as timers from 'node:timers/promises';");

const stages = (server: Received) =>
  Object.fromEntries(
    server.events('pipeline.stage.finished').map(({ attributes: own }) => [own[attributes.stageName], own]),
  );
const stageStates = (server: Received) =>
  Object.fromEntries(
    server
      .events('pipeline.stage.finished')
      .map(({ attributes: own }) => [own[attributes.stageName], own[attributes.stageState]]),
  );
const run = (server: Received) => server.events('pipeline.run.finished')[0]?.attributes ?? {};

describe('stages', () => {
  const sideBySide = situation(`
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
  it('nest and run side by side, each with its own counts and logs', async () => {
    const seen = await sideBySide();
    const finished = stages(seen);
    expect(finished['a']).toMatchObject({
      [attributes.rowsRead]: 1,
      [attributes.stageParentId]: finished['all']?.[attributes.stageId],
    });
    expect(finished['b']).toMatchObject({ [attributes.rowsRead]: 2, [attributes.rowsWritten]: 2 });
    expect(finished['inner a']?.[attributes.stageParentId]).toBe(finished['a']?.[attributes.stageId]);
    for (const name of ['a', 'b']) {
      const log = seen.logs().find(({ body }) => body === `in ${name}`);
      expect(log?.attributes[attributes.stageName]).toBe(name);
      expect(log?.spanId).toBe(finished[name]?.[attributes.stageId]);
    }
  });

  const throughUnchanged = situation(`
      const error = new RangeError('bad');
      await pipeline('p').run(async (run) => {
        console.log(run.stage('sync', () => 5) === 5);
        try { run.stage('throws', () => { throw error; }); } catch (e) { console.log(e === error); }
        const rejected = await run.stage('rejects', async () => { throw error; }).catch((e) => e);
        console.log(rejected === error);
        throw error;
      }).catch((e) => console.log(e === error));`);
  it('pass results and errors through unchanged, and stay synchronous when their body is', async () => {
    const seen = await throughUnchanged();
    expect(seen.stdout).toBe('true\ntrue\ntrue\ntrue\n');
    expect(stages(seen)['throws']).toMatchObject({
      [attributes.stageState]: 'failed',
      [attributes.exceptionType]: 'RangeError',
    });
    expect(run(seen)).toMatchObject({ [attributes.runState]: 'failed', [attributes.exceptionMessage]: 'bad' });
    const errors = seen.logs().filter(({ severity }) => severity === 'ERROR');
    expect(errors.map(({ event }) => event)).toContain('pipeline.run.finished');
    expect(errors.map(({ event }) => event)).toContain('pipeline.stage.finished');
  });

  const neighbours = [
    {
      name: 'an AbortError of its own making',
      stopped: `stop.signal.addEventListener('abort', () => reject(Object.assign(new Error('the load is over'), { name: 'AbortError' })))`,
    },
    {
      name: 'the AbortError of a Node API',
      stopped: `timers.setTimeout(5_000, undefined, { signal: stop.signal }).catch(reject)`,
    },
    {
      name: 'an error caused by an AbortError',
      stopped: `timers.setTimeout(5_000, undefined, { signal: stop.signal }).catch((cause) => reject(new Error('not extracted', { cause })))`,
    },
    {
      name: "the signal's reason, which is the neighbour's own error",
      stopped: `stop.signal.addEventListener('abort', () => setTimeout(() => reject(stop.signal.reason), 5))`,
    },
    {
      name: 'an AbortError whose reason is a timeout of the neighbour',
      failure: `Object.assign(new Error('gone'), { name: 'TimeoutError' })`,
      stopped: `timers.setTimeout(5_000, undefined, { signal: stop.signal }).catch((error) => setTimeout(() => reject(error), 5))`,
    },
  ].map(({ name, stopped, failure = "new Error('gone')" }) => ({
    name,
    ended: situation(`await pipeline('p').run((run) => run.stage('day', async () => {
      const stop = new AbortController();
      const ends = await Promise.allSettled([
        run.stage('extract', () => new Promise((_, reject) => { ${stopped}; })),
        run.stage('load', () => run.stage('insert', async () => { const gone = ${failure}; setTimeout(() => stop.abort(gone)); throw gone; })),
      ]);
      throw ends[1].reason;
    })).catch(() => undefined);`),
  }));
  it.each(neighbours)('stopped because a neighbour failed, by $name, are aborted', async ({ ended }) => {
    const seen = await ended();
    expect(stageStates(seen)).toEqual({ insert: 'failed', load: 'failed', day: 'failed', extract: 'aborted' });
    expect(run(seen)[attributes.runState]).toBe('failed');
  });

  const stillOpen = situation(`await pipeline('p').run((run) => Promise.all([
         run.stage('extract', { inputs: [] }, async (s) => { s.rows.read(9); s.rows.written(9); await new Promise((resolve) => setTimeout(resolve, 300)); }),
         run.stage('load', async (s) => { s.rows.read(4); throw new Error('gone'); }),
       ])).catch(() => undefined);`);
  it('still open when another one fails the run are aborted; nothing warns of rows that were in flight', async () => {
    const seen = await stillOpen();
    expect(stageStates(seen)).toEqual({ extract: 'aborted', load: 'failed' });
    expect(run(seen)).toMatchObject({ [attributes.runState]: 'failed', [attributes.runBalanced]: false });
    expect(seen.events('pipeline.run.finished')[0]?.body).toMatch(/^run failed at load after [\d.]+ m?s: gone$/u);
    const warnings = seen.logs().filter(({ severity }) => severity === 'WARN');
    expect(warnings.map(({ event }) => event)).toEqual(['pipeline.stage.finished']);
  });

  const outOfTime = situation(`const error = new Error('bad');
       await pipeline('p').run(async (run) => {
         await run.stage('slow', () => timers.setTimeout(5_000, undefined, { signal: AbortSignal.timeout(10) })).catch(() => undefined);
         await run.stage('first', async () => { throw error; }).catch(() => undefined);
         await run.stage('second', async () => { throw error; }).catch(() => undefined);
       });`);
  it('that run out of time, or fail one after the other with one error, have failed', async () => {
    const seen = await outOfTime();
    expect(stageStates(seen)).toEqual({ slow: 'failed', first: 'failed', second: 'failed' });
  });

  const bodiless = situation(
    `await pipeline('p').run((run) => run.stage('load')).catch((error) => console.log(error.message));`,
  );
  it('without a body say so', async () => {
    const seen = await bodiless();
    expect(seen.stdout).toBe('stage "load" has no body; give it one: stage(name, (stage) => …)\n');
  });

  const takenApart = situation(`
      await pipeline('p').run(({ stage }) => stage('load', ({ rows, progress, retried, stage: inner }) => {
        const { read, written, rejected } = rows;
        read(10); written(9); rejected(1, 'bad_date'); progress(10, 10); retried();
        inner('check', () => 0);
      }));`);
  it('can be taken apart', async () => {
    const seen = await takenApart();
    expect(seen.stderr).toBe('');
    expect(stages(seen)['load']).toMatchObject({
      [attributes.rowsRead]: 10,
      [attributes.rowsWritten]: 9,
      [attributes.rowsRejected]: 1,
      [attributes.progressDone]: 10,
      [attributes.retries]: 1,
    });
  });

  const progressing = situation(`
      await pipeline('p').run((run) => run.stage('load', { inputs: [] }, async (stage) => {
        for (let n = 0; n < 3; n += 1) {
          stage.rows.read(10); stage.rows.written(9); stage.rows.rejected(1, 'bad_date');
          stage.progress((n + 1) * 10, 30); stage.retried();
          await new Promise((resolve) => setTimeout(resolve, 700));
        }
      }));`);
  it('say progress, retries, resources and rejections; all counts add up over time', async () => {
    const seen = await progressing();
    const progress = seen.events('pipeline.stage.progress').map(({ attributes: own }) => own);
    expect(progress.length).toBeGreaterThanOrEqual(1);
    expect(progress.length).toBeLessThanOrEqual(3);
    const read = progress.map((own) => own[attributes.rowsRead] as number);
    expect(read).toEqual(read.toSorted((a, b) => a - b));
    const load = stages(seen)['load'];
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
    expect(seen.events('pipeline.rows.rejected').at(-1)?.attributes).toMatchObject({
      [attributes.rowsRejectedReason]: 'bad_date',
      [attributes.rowsRejected]: 3,
    });
  });
});

describe('the row ledger', () => {
  const unbalanced = situation(`
      await pipeline('p').run(async (run) => {
        run.stage('extract', { inputs: [] }, (s) => { s.rows.read(100); s.rows.written(100); });
        run.stage('enrich', (s) => { s.rows.read(100); s.rows.written(97); });
        run.stage('group', { ledger: 'unchecked' }, (s) => { s.rows.read(97); s.rows.written(4); });
      });`);
  it('marks a run whose rows do not add up, names the stage and says what to do', async () => {
    const seen = await unbalanced();
    expect(run(seen)).toMatchObject({
      [attributes.runState]: 'succeeded',
      [attributes.runBalanced]: false,
      [attributes.runRowsVanished]: 3,
      [attributes.runRowsAppeared]: 0,
    });
    const warning = seen.logs().find(({ severity }) => severity === 'WARN');
    expect(warning?.body).toBe(
      'the row ledger does not balance: stage "enrich" read 3 rows that it neither wrote nor explained; count them as rejected, filtered, deduplicated or unmatched.',
    );
    expect(stages(seen)['group']?.[attributes.stageLedgerChecked]).toBe(false);
  });

  const notCounts = situation(`
      await pipeline('p').run((run) => run.stage('load', (s) => { s.rows.read(Number.NaN); s.rows.read(2); s.rows.written(2); }));`);
  it('survives what is not a count', async () => {
    const seen = await notCounts();
    expect(seen.stderr).toBe('');
    expect(run(seen)).toMatchObject({ [attributes.rowsRead]: 2, [attributes.runBalanced]: true });
    expect(seen.logs().find(({ severity }) => severity === 'WARN')?.body).toContain(
      'stage "load": rows.read(NaN) is not a count',
    );
  });

  const oddCounts = situation(`
      await pipeline('p').run((run) => run.stage('load', (s) => {
        for (const rows of [-1, -2, Number.NaN, '4', '5', 1.5, null]) s.rows.written(rows);
        s.rows.read(1.5);
        s.rows.rejected(-3, 'bad_date');
      }));`);
  it('says once for each stage, method and kind of value what is not a count', async () => {
    const seen = await oddCounts();
    const refusals = seen
      .logs()
      .filter(({ severity }) => severity === 'WARN')
      .map(({ body }) => String(body));
    expect(refusals.map((body) => body.split(' is not a count')[0])).toEqual([
      'stage "load": rows.written(-1)',
      'stage "load": rows.written(NaN)',
      'stage "load": rows.written("4")',
      'stage "load": rows.written(1.5)',
      'stage "load": rows.written(null)',
      'stage "load": rows.read(1.5)',
      'stage "load": rows.rejected(-3)',
    ]);
  });

  const manyStages = situation(`
      await pipeline('p').run((run) => {
        for (let n = 0; n < 3_000; n += 1) run.stage('file', { inputs: [] }, (s) => { s.rows.read(3); s.rows.written(3); s.stage('check', () => 0); });
      });`);
  it('stays quick and exact over six thousand stages', async () => {
    const seen = await manyStages();
    expect(run(seen)).toMatchObject({
      [attributes.rowsRead]: 9_000,
      [attributes.rowsWritten]: 9_000,
      [attributes.runBalanced]: true,
    });
    expect(seen.events('pipeline.stage.finished')).toHaveLength(6_000);
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
