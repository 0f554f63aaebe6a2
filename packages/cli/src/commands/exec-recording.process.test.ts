import { readFileSync } from 'node:fs';
import { writeFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import { parseTraceparent } from '@sightglass/model';
import { describe, expect, test, vi } from 'vitest';
import { times } from '../../../../test/times.ts';
import { useExec } from '../../testing/use-exec.ts';
import { filesBelow, isWaiting } from '../buffer/waiting-files.ts';

const bench = useExec();
const node = process.execPath;

describe('what is recorded', () => {
  test('the life of the run, its stage and one trace; it reads like sentences, its heartbeat only at DEBUG', async () => {
    const options = ['--stage', 'load', '--namespace', 'shop', '--run-id', 'r-1', '--heartbeat', '0.2'];
    const ended = bench.exec(['sh', '-c', 'until [ -e enough ]; do sleep 0.05; done; exit 3'], ...options);
    await expect
      .poll(() => bench.server.events('pipeline.run.heartbeat').length, { timeout: 60_000 })
      .toBeGreaterThan(1);
    await writeFile(join(bench.space.dir, 'enough'), '');
    await ended;
    const names = bench.server.events().map(({ event }) => event);
    expect(names.slice(0, 2)).toEqual(['pipeline.run.started', 'pipeline.stage.started']);
    expect(names.slice(-2)).toEqual(['pipeline.stage.finished', 'pipeline.run.finished']);
    for (const { attributes } of bench.server.events()) {
      expect(attributes).toMatchObject({
        'pipeline.namespace': 'shop',
        'pipeline.name': 'orders',
        'pipeline.run.id': 'r-1',
      });
    }
    const [stage, run] = bench.server.spans();
    expect({ stage: stage?.name, run: run?.name }).toEqual({ stage: 'load', run: 'orders' });
    expect(stage?.parentSpanId).toBe(run?.spanId);
    expect(bench.server.events('pipeline.stage.finished')[0]?.attributes['pipeline.stage.id']).toBe(stage?.spanId);
    const printed = bench.server.events().map(({ severity, body }) => `${severity} ${String(body)}`);
    expect(printed.filter((line) => !line.startsWith('DEBUG run is alive'))).toEqual([
      'INFO run started',
      'INFO load started',
      expect.stringMatching(/^ERROR load failed after [\d.]+ m?s: exited with code 3$/u),
      expect.stringMatching(/^ERROR run failed at load after [\d.]+ m?s: exited with code 3$/u),
    ]);
  });

  test('of a run too short for a heartbeat and for measuring memory and CPU they are unknown, not nothing; a secret on its command line is not recorded', async () => {
    await bench.exec(['true', '--password', 'hunter2']);
    expect(bench.server.events('pipeline.run.heartbeat')).toEqual([]);
    expect(bench.server.events('pipeline.run.started')[0]?.attributes).toMatchObject({
      'pipeline.run.heartbeat.interval': 10_000,
      'pipeline.run.trigger': 'exec',
      'process.command_args': ['true', '--password', '***'],
    });
    expect(bench.finished()?.['pipeline.resource.memory.rss.peak'] ?? 1e6).toBeGreaterThan(500e3);
    expect(bench.finished()?.['pipeline.resource.cpu.time'] ?? 10).toBeGreaterThan(0);
  });

  test('time, CPU and memory of the program and what it starts', async () => {
    const work =
      'const held = Buffer.alloc(150e6, 1); while (process.cpuUsage().user < 500_000) for (let n = 0; n < 1e6; n++); setTimeout(() => held, 400)';
    await bench.exec(['sh', '-c', `${node} -e '${work}'; true`]);
    const end = bench.finished();
    expect(end?.['pipeline.run.duration']).toBeGreaterThan(800);
    expect(end?.['pipeline.resource.cpu.time']).toBeGreaterThan(400);
    expect(end?.['pipeline.resource.memory.rss.peak']).toBeGreaterThan(150e6);
  });

  test('memory held only at the end of a short program is seen, or none is', async () => {
    for (let tries = times(1); tries > 0; tries -= 1) {
      bench.server.requests.length = 0;
      await bench.script('Buffer.alloc(120e6, 1); require("fs").writeSync(1, "held")');
      expect(bench.finished()?.['pipeline.resource.memory.rss.peak'] ?? Infinity).toBeGreaterThan(100e6);
    }
  });

  test('lines in order, with level, stream, stage and exactly their fields, which cannot say whose run it is', async () => {
    const json = [
      '{"level":"warn","msg":"three","rows":3}',
      '{"msg":"m","pipeline.name":"other","pipeline":{"run":{"id":"other"}},"log.iostream":"x"}',
      '{"message":"order seen","order_id":1234567890123456789,"time":"2001-01-01T00:00:00Z"}',
      '{"msg":"m","pipeline":{"step":"load","name":"other"}}',
    ];
    await bench.exec(['printf', String.raw`%s\n`, 'one', 'ERROR two', ...json], '--stage', 'load');
    const lines = bench.lines();
    expect(lines.slice(0, 3).map(({ body, severity }) => [body, severity])).toEqual([
      ['one', 'INFO'],
      ['two', 'ERROR'],
      ['three', 'WARN'],
    ]);
    const [first, , three, strange, seen, other] = lines;
    expect(first?.traceId).toBe(bench.server.spans()[0]?.traceId);
    expect(three?.attributes).toMatchObject({ rows: 3, 'log.iostream': 'stdout', 'pipeline.stage.name': 'load' });
    expect(strange?.attributes).toMatchObject({ 'pipeline.name': 'orders', 'log.iostream': 'stdout' });
    expect(strange?.attributes['pipeline.run.id']).toBe(bench.finished()?.['pipeline.run.id']);
    expect(seen?.attributes).toMatchObject({ order_id: 1234567890123456789n, time: '2001-01-01T00:00:00Z' });
    expect(other?.attributes).toMatchObject({
      'pipeline.name': 'orders',
      'pipeline.step': 'load',
      'log.record.original': json[3],
    });
  });

  test('--original keeps each line as it was printed', async () => {
    const redrawn = String.raw`printf '10%%\r20%%\nERROR: lost row 5\rok\n'`;
    await bench.exec(['sh', '-c', `echo "ERROR two"; echo one; ${redrawn}`], '--original');
    expect(bench.lines().map(({ body, attributes }) => [body, attributes['log.record.original']])).toEqual([
      ['two', 'ERROR two'],
      ['one', undefined],
      ['20%', '10%\r20%'],
      ['lost row 5', 'ERROR: lost row 5'],
      ['ok', undefined],
    ]);
  });

  test('a line that is a ledger counts the rows of the run, while it runs and at its end', async () => {
    const source = `console.log('loaded day=1 filtered=235 read=14772 written=14537');
      const waiting = setInterval(() => { if (require('node:fs').existsSync('enough')) clearInterval(waiting); }, 20)`;
    const ended = bench.exec([node, '-e', source], '--heartbeat', '0.2', '--summary');
    const counted = { 'pipeline.stage.rows.read': 14_772, 'pipeline.stage.rows.written': 14_537 };
    const progress = () => bench.server.events('pipeline.stage.progress').map(({ attributes }) => attributes);
    await expect.poll(progress, { timeout: 60_000 }).toEqual([expect.objectContaining(counted)]);
    await writeFile(join(bench.space.dir, 'enough'), '');
    const { stderr } = await ended;
    expect(progress()).toHaveLength(1);
    expect(bench.server.events('pipeline.stage.finished')[0]?.attributes).toMatchObject({
      ...counted,
      'pipeline.stage.rows.filtered': 235,
    });
    expect(bench.finished()).toMatchObject({ ...counted, 'pipeline.run.balanced': true });
    expect(stderr).toContain('14,772 read, 14,537 written, 235 filtered');
  });

  test('--reads and --writes name datasets; of what a program that failed writes nothing is known', async () => {
    const declared = [
      '--reads',
      'in/*.csv',
      '--reads',
      '@more.txt',
      '--writes',
      'postgresql://me:hush@DB/shop.public.orders',
    ];
    await writeFile(join(bench.space.dir, 'more.txt'), '# from the lake\ns3://lake/raw/orders\nin/*.csv\n');
    const used = () =>
      bench.server
        .events('pipeline.dataset.used')
        .splice(0)
        .map(({ attributes: own }) => [
          own['pipeline.stage.name'],
          own['pipeline.dataset.role'],
          own['pipeline.dataset.namespace'],
          own['pipeline.dataset.name'],
          own['pipeline.dataset.rows'],
        ]);
    await bench.exec(['true'], ...declared);
    const input = [
      ['true', 'input', 'file', join(bench.space.dir, 'in/*.csv'), undefined],
      ['true', 'input', 's3://lake', 'raw/orders', undefined],
    ];
    expect(used()).toEqual([...input, ['true', 'output', 'postgres://db:5432', 'shop.public.orders', undefined]]);
    await bench.exec(['sh', '-c', 'exit 3'], '--stage', 'true', ...declared);
    expect(used().slice(3)).toEqual(input);
    const { code, stderr } = await bench.exec(['true'], '--reads', 'postgres://db:5432');
    expect(stderr).toContain('it names a place and nothing in it; give an address such as postgres://db:5432');
    expect(code).toBe(2);
  });

  test('--rows says how other lines count, and rows of which only some are counted are not missing', async () => {
    const rules = ['--rows', String.raw`^COPY (?<written>\d+)$`, '--sum-rows'];
    const idle = ['--rows', String.raw`extracted (\d+)`, '--summary'];
    const { stderr } = await bench.exec(
      ['sh', '-c', 'echo COPY 3; echo read=9 written=9; echo COPY 4'],
      ...rules,
      ...idle,
    );
    expect(stderr).toContain(String.raw` · 7 written · no line matched --rows "extracted (\d+)" · `);
    const end = bench.server.events('pipeline.stage.finished')[0]?.attributes;
    expect(end).toMatchObject({ 'pipeline.stage.rows.written': 7, 'pipeline.stage.ledger.checked': false });
    expect(end).not.toHaveProperty('pipeline.stage.rows.read');
    expect(bench.finished()).not.toHaveProperty('pipeline.run.balanced');
  });

  test('a rule that takes too long is stopped, and the run ends with a warning and no rows', async () => {
    const line = `${'a'.repeat(64)}b`;
    const { code, stderr } = await bench.exec(['echo', line], '--rows', '(?<read>(?:a+)+)$');
    expect({ code, stderr }).toEqual({
      code: 0,
      stderr: expect.stringContaining('--rows "(?<read>(?:a+)+)$" was stopped') as string,
    });
    expect(bench.lines().map(({ severity }) => severity)).toEqual(['INFO', 'WARN']);
    expect(bench.finished()).not.toHaveProperty('pipeline.stage.rows.read');
  });

  test('a rule that cannot be read is refused before the program starts', async () => {
    const refused = (rule: string) => bench.space.runHere(bench.args(['echo', 'started'], '--rows', rule));
    const { code, stderr, stdout } = await refused('read=(');
    expect({ code, stdout: stdout.toString() }).toEqual({ code: 2, stdout: '' });
    expect(stderr).toContain('is not a regular expression');
    expect((await refused('@missing.yaml')).stderr).toContain('missing.yaml');
  });

  test('an exception in the output is the failure of the run', async () => {
    await bench.script('throw new TypeError("no rows")');
    expect(bench.finished()).toMatchObject({
      'pipeline.run.state': 'failed',
      'error.type': 'TypeError',
      'exception.message': 'no rows',
      'exception.stacktrace': expect.stringContaining('    at ') as string,
    });
  });

  test('the last record of an error is the reason, on either stream, and not the line after it', async () => {
    const records = `console.log(JSON.stringify({ level: 'error', msg: 'nope' })); console.log(JSON.stringify({ level: 'info', msg: 'on' }));`;
    await bench.exec([node, '-e', `${records} console.error('bye'); process.exitCode = 3`]);
    expect(bench.finished()?.['exception.message']).toBe('exited with code 3: nope');
  });

  test('a warning of a program that went well is not the reason, but the file that failed its contract', async () => {
    const verdict = '✕ Failed  bad.csv  3 rows · 1 rejected';
    await bench.script(`console.error('WARNING 3 rows look strange'); console.log('${verdict}'); process.exitCode = 1`);
    expect(bench.finished()?.['exception.message']).toBe(`exited with code 1: ${verdict}`);
  });

  test('nothing of the program comes after the end of its run, not even a line that has no end', async () => {
    await bench.exec([node, '-e', `process.stdout.write('first' + String.fromCharCode(10) + 'no line end')`]);
    const [end] = bench.server.events('pipeline.run.finished');
    const last = bench.server.logs().find(({ body }) => body === 'no line end');
    expect(last!.timeUnixNano <= end!.timeUnixNano).toBe(true);
  });

  test('stopped on request is aborted', async () => {
    const running = bench.space.start(bench.args([node, '-e', 'console.log("ready"); setTimeout(() => {}, 60_000)']));
    await running.printed('ready');
    running.child.kill('SIGTERM');
    expect((await running.done).signal).toBe('SIGTERM');
    expect(bench.finished()).toMatchObject({ 'pipeline.run.state': 'aborted' });
  });

  test('forty thousand lines arrive whole, all of them', async () => {
    const source =
      'let n = 0; const more = () => { let s = ""; for (let i = 0; i < 1000; i++) s += `line ${n++} of a rather ordinary kind\\n`; if (process.stdout.write(s) || true) n < 40_000 ? setImmediate(more) : 0 }; more()';
    const result = await bench.exec([node, '-e', source]);
    expect(result.stdout.toString().split('\n')).toHaveLength(40_001);
    const bodies = bench.lines().map(({ body }) => String(body));
    expect(bodies).toHaveLength(40_000);
    expect(bodies.every((body, index) => body.startsWith(`line ${index} `))).toBe(true);
    expect(filesBelow(bench.space.bufferDir).filter(isWaiting)).toEqual([]);
  });

  test('when exec itself is killed, every line it had passed on arrives, once; the run has no end, so it will be lost', async () => {
    const program = 'let n = 0; console.log(process.pid); setInterval(() => console.log(`line ${(n += 1)}`), 7)';
    const running = bench.space.start(bench.args([node, '-e', program]));
    const printed = () => running.output().split('\n').slice(0, -1);
    const kept = () =>
      filesBelow(bench.space.bufferDir)
        .map((path) => readFileSync(path, 'latin1'))
        .join('');
    let seen: readonly string[] = [];
    await vi.waitFor(
      () => {
        seen = printed();
        expect(seen.length).toBeGreaterThan(120);
        expect(kept()).toContain(`${seen.at(-1)}`);
      },
      { timeout: 60_000, interval: 3 },
    );
    running.child.kill('SIGKILL');
    // What it prints from now on is not recorded.
    process.kill(Number(seen[0]));
    await running.done;
    await bench.exec(['true']);
    const bodies = bench.lines().map(({ body }) => body);
    expect(bodies.slice(0, seen.length)).toEqual(seen);
    expect(new Set(bodies).size).toBe(bodies.length);
    expect(filesBelow(bench.space.bufferDir).filter(isWaiting)).toEqual([]);
    expect(bench.server.events('pipeline.run.started')).toHaveLength(2);
    expect(bench.server.events('pipeline.run.finished')).toHaveLength(1);
  });
});

describe('the environment of the program', () => {
  const environment = async (env: Record<string, string> = {}) => {
    const result = await bench.space.run(
      bench.args([node, '-e', 'console.log(JSON.stringify(process.env))'], '--run-id', 'r-1'),
      { env },
    );
    return JSON.parse(result.stdout.toString()) as Record<string, string>;
  };

  test('OpenTelemetry in it finds the server and the run', async () => {
    const env = await environment();
    expect(env).toMatchObject({
      OTEL_EXPORTER_OTLP_ENDPOINT: bench.server.url,
      OTEL_EXPORTER_OTLP_PROTOCOL: 'http/protobuf',
      OTEL_SERVICE_NAME: 'orders',
      OTEL_RESOURCE_ATTRIBUTES: 'pipeline.namespace=default,pipeline.name=orders,pipeline.run.id=r-1',
      SIGHTGLASS_RUN_ID: 'r-1',
      SIGHTGLASS_URL: bench.server.url,
    });
    const context = parseTraceparent(env['TRACEPARENT'] ?? '');
    expect(context?.spanId).toBe(bench.server.spans().find(({ name }) => name !== 'orders')?.spanId);
    expect(context?.traceId).toBe(bench.server.spans()[0]?.traceId);
  });

  test('the trace of the caller goes on', async () => {
    const traceparent = '00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01';
    const env = await environment({ TRACEPARENT: traceparent });
    expect(env['TRACEPARENT']).toMatch(/^00-0af7651916cd43dd8448eb211c80319c-/);
    expect(bench.server.spans().find(({ name }) => name === 'orders')?.parentSpanId).toBe('b7ad6b7169203331');
  });

  test('exec inside exec is a run of its own, started by the outer one', async () => {
    const inner = [
      node,
      '--conditions=@sightglass/source',
      join(import.meta.dirname, '../main.ts'),
      ...bench.args(['true']),
    ];
    await bench.exec(inner, '--run-id', 'outer');
    const started = bench.server.events('pipeline.run.started').map(({ attributes }) => attributes);
    expect(started).toHaveLength(2);
    expect(started.map((run) => run['pipeline.run.parent.id']).filter(Boolean)).toEqual(['outer']);
    expect(new Set(bench.server.spans().map(({ traceId }) => traceId)).size).toBe(1);
  });
});

test('spans of an OpenTelemetry program that does not read TRACEPARENT carry the id of the run, in a trace of their own', async () => {
  const module = (name: string): string => JSON.stringify(createRequire(import.meta.url).resolve(name));
  const source = `
    const { resourceFromAttributes } = require(${module('@opentelemetry/resources')});
    const { TracerProvider } = require(${module('@opentelemetry/sdk-trace')});
    const { ProtobufTraceSerializer } = require(${module('@opentelemetry/otlp-transformer')});
    const send = (span) => fetch(process.env.OTEL_EXPORTER_OTLP_ENDPOINT + '/v1/traces', {
      method: 'POST',
      headers: { 'content-type': 'application/x-protobuf' },
      body: ProtobufTraceSerializer.serializeRequest([span]),
    });
    const pairs = process.env.OTEL_RESOURCE_ATTRIBUTES.split(',').map((pair) => pair.split('='));
    const provider = new TracerProvider({
      resource: resourceFromAttributes(Object.fromEntries(pairs)),
      spanProcessors: [{ onStart() {}, onEnd: send, async forceFlush() {}, async shutdown() {} }],
    });
    provider.getTracer('etl').startSpan('load').end();`;
  expect(await bench.exec([node, '-e', source], '--run-id=r-9')).toMatchObject({ code: 0, stderr: '' });
  const spans = bench.server.spans();
  const own = spans.find(({ name }) => name === 'orders');
  const load = spans.find(({ name }) => name === 'load');
  expect(load?.traceId).not.toBe(own?.traceId);
  expect(load?.resource).toMatchObject({ 'pipeline.name': 'orders', 'pipeline.run.id': 'r-9' });
});
