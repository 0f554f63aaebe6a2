import { spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { openSync, readdirSync } from 'node:fs';
import { chmod, writeFile } from 'node:fs/promises';
import { createServer } from 'node:net';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import fc from 'fast-check';
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import { parseTraceparent } from '@sightglass/model';
import { startOtlpServer, type OtlpServer } from '../../../sdk/testing/otlp-server.ts';
import { createCliWorkspace, type CliWorkspace } from '../../testing/run-cli.ts';

const node = process.execPath;
let space: CliWorkspace;
let server: OtlpServer;

beforeEach(async () => {
  space = await createCliWorkspace();
  server = await startOtlpServer();
});
afterEach(async () => {
  await server[Symbol.asyncDispose]();
  await space[Symbol.asyncDispose]();
});

const execArgs = (command: readonly string[], ...options: string[]) => [
  'exec',
  '--pipeline',
  'orders',
  '--url',
  server.url,
  ...options,
  '--',
  ...command,
];
const exec = (command: readonly string[], ...options: string[]) => space.run(execArgs(command, ...options));
const script = (source: string) => exec([node, '-e', source]);
const finished = () => server.events('pipeline.run.finished')[0]?.attributes;
const lines = () => server.logs().filter(({ event }) => !event);

describe('the program behaves as without us', () => {
  test('its output is byte for byte the same', async () => {
    const file = join(space.dir, 'bytes');
    const chunk = fc.oneof(
      fc.uint8Array({ maxLength: 200 }),
      fc.constantFrom('\n', '\r\n', 'line\n', 'no newline', '{"a":1}\n').map((text) => Buffer.from(text)),
    );
    await fc.assert(
      fc.asyncProperty(fc.array(chunk, { maxLength: 30 }), async (chunks) => {
        const bytes = Buffer.concat(chunks.map((part) => Buffer.from(part)));
        await writeFile(file, bytes);
        const result = await exec(['sh', '-c', `cat ${file}; cat ${file} >&2`]);
        expect(result.stdout.equals(bytes)).toBe(true);
        expect(result.stderr).toBe(bytes.toString());
        expect(result.code).toBe(0);
      }),
      { numRuns: 12 },
    );
  });

  test('megabytes without a newline pass whole', async () => {
    const result = await exec(['sh', '-c', 'head -c 30000000 /dev/zero; printf end']);
    expect(result.stdout.length).toBe(30_000_003);
    expect(lines()).toHaveLength(1);
    expect(lines()[0]?.attributes['log.record.omitted_bytes']).toBeGreaterThan(29_000_000);
    expect(String(lines()[0]?.body).length).toBeLessThanOrEqual(64 * 1024);
  });

  test('a part of a line is there before its end', async () => {
    const running = space.start(
      execArgs([node, '-e', 'process.stdout.write("Password: "); setTimeout(() => {}, 60_000)']),
    );
    await running.printed('Password: ');
    running.child.kill('SIGTERM');
    expect((await running.done).stdout.toString()).toBe('Password: ');
  });

  test('it reads our stdin', async () => {
    const result = await space.run(execArgs(['cat']), { input: 'rows\n' });
    expect(result.stdout.toString()).toBe('rows\n');
  });

  test.each([0, 1, 2, 3, 77, 255])('exit code %d', async (code) => {
    expect((await exec(['sh', '-c', `exit ${code}`])).code).toBe(code);
    expect(finished()).toMatchObject({
      'process.exit.code': code,
      'pipeline.run.state': code === 0 ? 'succeeded' : 'failed',
    });
  });

  test.each(['SIGKILL', 'SIGTERM', 'SIGSEGV', 'SIGABRT', 'SIGUSR1'] as const)('death by %s', async (signal) => {
    const { code, signal: died } = await exec(['sh', '-c', `kill -${signal.slice(3)} $$`]);
    expect({ code, died }).toEqual({ code: null, died: signal });
    expect(finished()).toMatchObject({ 'process.exit.signal': signal, 'error.type': signal });
  });

  test('arguments arrive unchanged, options among them', async () => {
    const args = ['--help', '-x', '', 'a b', '*', "'", '"', '--pipeline', 'é'];
    const result = await exec([node, '-e', 'console.log(JSON.stringify(process.argv.slice(1)))', '--', ...args]);
    expect(JSON.parse(result.stdout.toString())).toEqual(args);
  });

  test.each(['SIGINT', 'SIGTERM', 'SIGHUP', 'SIGUSR1', 'SIGUSR2', 'SIGQUIT'] as const)(
    '%s reaches it',
    async (signal) => {
      const source = `process.on('${signal}', () => { console.log('got ${signal}'); process.exit(9) }); console.log('ready'); setTimeout(() => {}, 60_000)`;
      const running = space.start(execArgs([node, '-e', source]));
      await running.printed('ready');
      running.child.kill(signal);
      const result = await running.done;
      expect(result.stdout.toString()).toBe(`ready\ngot ${signal}\n`);
      expect(result.code).toBe(9);
    },
  );

  test('a program that nobody listens to any more learns it', async () => {
    const pipe = spawnSync(
      'sh',
      [
        '-c',
        `"${node}" --conditions=@sightglass/source "$MAIN" exec --pipeline orders --url ${server.url} --summary -- yes | head -n 3`,
      ],
      {
        env: { ...process.env, MAIN: join(import.meta.dirname, '../main.ts'), SIGHTGLASS_BUFFER_DIR: space.bufferDir },
        timeout: 20_000,
      },
    );
    expect(pipe.stdout.toString()).toBe('y\ny\ny\n');
    expect(pipe.stderr.toString()).toContain('SIGPIPE');
  });

  test('it can open its output by name', async () => {
    const result = await exec(['sh', '-c', 'echo out > /dev/stdout; echo err | tee /dev/stderr > /dev/null']);
    expect({ stdout: result.stdout.toString(), stderr: result.stderr }).toEqual({ stdout: 'out\n', stderr: 'err\n' });
  });

  test('a slow reader slows the program down, not our memory, and loses nothing', async () => {
    const running = space.start(
      execArgs([
        node,
        '-e',
        'process.stdout.write("x".repeat(99) + "\\n".repeat(1) ); for (let i = 0; i < 200; i++) process.stdout.write("y".repeat(100_000))',
      ]),
    );
    running.child.stdout?.pause();
    await pause(2500);
    running.child.stdout?.resume();
    expect((await running.done).stdout.length).toBe(100 + 20_000_000);
  });

  test('it is not waited for what it left running in silence', async () => {
    const result = await exec(['sh', '-c', 'sleep 30 & echo $!']);
    process.kill(Number(result.stdout.toString()));
    expect(result.code).toBe(0);
    expect(result.durationMs).toBeLessThan(10_000);
  });

  test('with --no-capture it writes to our own descriptors', async () => {
    const file = join(space.dir, 'out');
    const running = space.start(
      execArgs([node, '-e', 'console.log(require("fs").fstatSync(1).isFile())'], '--no-capture'),
      {
        stdio: ['ignore', openSync(file, 'w'), 'pipe'],
      },
    );
    await running.done;
    expect(spawnSync('cat', [file]).stdout.toString()).toBe('true\n');
    expect(finished()).toMatchObject({ 'pipeline.run.state': 'succeeded' });
  });
});

describe('what cannot be started', () => {
  test.each([
    ['no-such-program', 127, 'no-such-program: command not found'],
    ['./no-such-file', 127, './no-such-file: no such file'],
    ['/', 126, '/: not executable'],
  ])('%s', async (command, code, message) => {
    const result = await exec([command]);
    expect(result.code).toBe(code);
    expect(result.stderr).toContain(message);
    expect(result.stderr).not.toContain('    at ');
    expect(finished()).toMatchObject({ 'pipeline.run.state': 'failed', 'process.exit.code': code });
  });

  test('a script whose interpreter is missing', async () => {
    const file = join(space.dir, 'script');
    await writeFile(file, '#!/no/such/interpreter\n');
    await chmod(file, 0o755);
    expect((await exec([file])).stderr).toContain('the interpreter in its first line does not exist');
  });

  test.each([
    [['exec', '--', 'true'], '--pipeline'],
    [['exec', '--pipeline', 'x'], "missing required argument 'command'"],
    [['exec', '--pipeline', ' ', '--', 'true'], '1 to 200 characters'],
    [['exec', '--pipeline', 'x', '--heartbeat', 'often', '--', 'true'], 'Give seconds'],
    [['exec', '--pipeline', 'x', '--run-id', 'a b', '--', 'true'], 'letters, digits'],
  ])('used wrongly: %j', async (args, message) => {
    const result = await space.run(args);
    expect(result.code).toBe(2);
    expect(result.stderr).toContain(message);
  });
});

describe('the server', () => {
  test('down: nothing changes, and a later run sends what was kept', async () => {
    const { port } = server;
    await server[Symbol.asyncDispose]();
    const result = await script('console.log("kept line"); process.exit(4)');
    expect({ code: result.code, stderr: result.stderr }).toEqual({ code: 4, stderr: '' });
    expect(result.durationMs).toBeLessThan(5000);
    server = await startOtlpServer(port);
    await script('console.log("second line")');
    expect(
      lines()
        .map(({ body }) => body)
        .sort(),
    ).toEqual(['kept line', 'second line']);
    expect(
      server
        .events('pipeline.run.finished')
        .map(({ attributes }) => attributes['process.exit.code'])
        .sort(),
    ).toEqual([0, 4]);
  });

  test('hanging: the program ends in time', async () => {
    server.answer = () => undefined;
    const result = await script('console.log("x"); process.exit(4)');
    expect(result.code).toBe(4);
    expect(result.durationMs).toBeLessThan(6000);
    expect(readdirSync(space.bufferDir)).not.toEqual([]);
  });

  test.each([
    ['refuses everything', 400, 'no'],
    ['fails', 500, 'oops'],
    ['answers nonsense', 200, '\u0000\u0001 not protobuf'],
  ])('%s: nothing changes', async (_, status, body) => {
    server.answer = (_request, response) => void response.writeHead(status).end(body);
    const result = await script('console.log("x"); process.exit(4)');
    expect({ code: result.code, stdout: result.stdout.toString(), stderr: result.stderr }).toEqual({
      code: 4,
      stdout: 'x\n',
      stderr: '',
    });
  });

  test('speaks another protocol: nothing changes', async () => {
    const noise = createServer((socket) => void socket.on('error', () => undefined).end('SSH-2.0-x\r\n')).listen(0);
    await once(noise, 'listening');
    const { port } = noise.address() as { port: number };
    const result = await space.run([
      'exec',
      '--pipeline',
      'x',
      '--url',
      `http://127.0.0.1:${port}`,
      '--',
      'sh',
      '-c',
      'echo x; exit 4',
    ]);
    noise.close();
    expect({ code: result.code, stdout: result.stdout.toString(), stderr: result.stderr }).toEqual({
      code: 4,
      stdout: 'x\n',
      stderr: '',
    });
  });

  test('down and nowhere to keep anything: nothing changes', async () => {
    await server[Symbol.asyncDispose]();
    const env = { SIGHTGLASS_BUFFER_DIR: '/dev/null/none' };
    const result = await space.run(execArgs(['sh', '-c', 'echo x; exit 4']), { env });
    expect({ code: result.code, stdout: result.stdout.toString(), stderr: result.stderr }).toEqual({
      code: 4,
      stdout: 'x\n',
      stderr: '',
    });
  });
});

test('no room on any disk: nothing changes', async () => {
  await server[Symbol.asyncDispose]();
  const main = join(import.meta.dirname, '../main.ts');
  const full = `ulimit -f 0; exec "${node}" --conditions=@sightglass/source "${main}" "$@"`;
  const args = execArgs(['sh', '-c', 'echo x; exit 4']);
  const env = { PATH: process.env['PATH'], SIGHTGLASS_BUFFER_DIR: space.bufferDir };
  const result = spawnSync('sh', ['-c', full, 'sh', ...args], { env, timeout: 20_000 });
  expect([result.status, result.stdout.toString(), result.stderr.toString()]).toEqual([4, 'x\n', '']);
});

describe('what is recorded', () => {
  test('the life of the run, its stage and one trace', async () => {
    await exec(
      [node, '-e', 'setTimeout(() => {}, 700)'],
      '--stage',
      'load',
      '--namespace',
      'shop',
      '--run-id',
      'r-1',
      '--heartbeat',
      '0.2',
    );
    const names = server.events().map(({ event }) => event);
    expect(names.slice(0, 2)).toEqual(['pipeline.run.started', 'pipeline.stage.started']);
    expect(names.slice(-2)).toEqual(['pipeline.stage.finished', 'pipeline.run.finished']);
    expect(names.filter((name) => name === 'pipeline.run.heartbeat').length).toBeGreaterThanOrEqual(2);
    for (const { attributes } of server.events()) {
      expect(attributes).toMatchObject({
        'pipeline.namespace': 'shop',
        'pipeline.name': 'orders',
        'pipeline.run.id': 'r-1',
      });
    }
    const [stage, run] = server.spans();
    expect({ stage: stage?.name, run: run?.name }).toEqual({ stage: 'load', run: 'orders' });
    expect(stage?.parentSpanId).toBe(run?.spanId);
    expect(server.events('pipeline.stage.finished')[0]?.attributes['pipeline.stage.id']).toBe(stage?.spanId);
  });

  test('a run shorter than the heartbeat has none', async () => {
    await exec(['sleep', '0.3']);
    expect(server.events('pipeline.run.heartbeat')).toEqual([]);
    expect(server.events('pipeline.run.started')[0]?.attributes['pipeline.run.heartbeat.interval']).toBe(10_000);
  });

  test('a secret on the command line is not', async () => {
    await exec(['true', '--password', 'hunter2']);
    expect(server.events('pipeline.run.started')[0]?.attributes).toMatchObject({
      'pipeline.run.trigger': 'exec',
      'process.command_args': ['true', '--password', '***'],
    });
  });

  test('time, CPU and memory of the program and what it starts', async () => {
    const work =
      'const held = Buffer.alloc(150e6, 1); while (process.cpuUsage().user < 500_000); setTimeout(() => held, 400)';
    await exec(['sh', '-c', `${node} -e '${work}'; true`]);
    const end = finished();
    expect(end?.['pipeline.run.duration']).toBeGreaterThan(800);
    expect(end?.['pipeline.resource.cpu.time']).toBeGreaterThan(400);
    expect(end?.['pipeline.resource.memory.rss.peak']).toBeGreaterThan(150e6);
  });

  test('lines in order, with level, stream and stage', async () => {
    await exec(
      ['sh', '-c', 'echo one; echo "ERROR two"; echo \'{"level":"warn","msg":"three","rows":3}\''],
      '--stage',
      'load',
    );
    expect(lines().map(({ body, severity }) => [body, severity])).toEqual([
      ['one', 'INFO'],
      ['two', 'ERROR'],
      ['three', 'WARN'],
    ]);
    expect(lines()[2]?.attributes).toMatchObject({ rows: 3, 'log.iostream': 'stdout', 'pipeline.stage.name': 'load' });
    expect(lines()[0]?.traceId).toBe(server.spans()[0]?.traceId);
  });

  test('what a program prints cannot say whose run it is', async () => {
    await exec(['echo', '{"msg":"m","pipeline.name":"other","pipeline":{"run":{"id":"other"}},"log.iostream":"x"}']);
    expect(lines()[0]?.attributes).toMatchObject({ 'pipeline.name': 'orders', 'log.iostream': 'stdout' });
    expect(lines()[0]?.attributes['pipeline.run.id']).toBe(finished()?.['pipeline.run.id']);
  });

  test('an exception in the output is the failure of the run', async () => {
    await script('throw new TypeError("no rows")');
    expect(finished()).toMatchObject({
      'pipeline.run.state': 'failed',
      'error.type': 'TypeError',
      'exception.message': 'no rows',
      'exception.stacktrace': expect.stringContaining('    at ') as string,
    });
  });

  test('stopped on request is aborted', async () => {
    const running = space.start(execArgs([node, '-e', 'console.log("ready"); setTimeout(() => {}, 60_000)']));
    await running.printed('ready');
    running.child.kill('SIGTERM');
    expect((await running.done).signal).toBe('SIGTERM');
    expect(finished()).toMatchObject({ 'pipeline.run.state': 'aborted' });
  });

  test('a hundred thousand lines arrive whole, all of them', async () => {
    const source =
      'let n = 0; const more = () => { let s = ""; for (let i = 0; i < 1000; i++) s += `line ${n++} of a rather ordinary kind\\n`; if (process.stdout.write(s) || true) n < 100_000 ? setImmediate(more) : 0 }; more()';
    const result = await exec([node, '-e', source]);
    expect(result.stdout.toString().split('\n')).toHaveLength(100_001);
    const bodies = lines().map(({ body }) => String(body));
    expect(bodies).toHaveLength(100_000);
    expect(bodies.every((body, index) => body.startsWith(`line ${index} `))).toBe(true);
  });

  test('when exec itself is killed, what it had heard arrives; the run has no end, so it will be lost', async () => {
    const running = space.start(execArgs([node, '-e', 'console.log("before"); setTimeout(() => {}, 60_000)']));
    await vi.waitFor(() => expect(lines().map(({ body }) => body)).toEqual(['before']), 10_000);
    running.child.kill('SIGKILL');
    await running.done;
    await exec(['true']);
    expect(server.events('pipeline.run.started')).toHaveLength(2);
    expect(server.events('pipeline.run.finished')).toHaveLength(1);
  });
});

describe('the environment of the program', () => {
  const environment = async (env: Record<string, string> = {}) => {
    const result = await space.run(
      execArgs([node, '-e', 'console.log(JSON.stringify(process.env))'], '--run-id', 'r-1'),
      { env },
    );
    return JSON.parse(result.stdout.toString()) as Record<string, string>;
  };

  test('OpenTelemetry in it finds the server and the run', async () => {
    const env = await environment();
    expect(env).toMatchObject({
      OTEL_EXPORTER_OTLP_ENDPOINT: server.url,
      OTEL_EXPORTER_OTLP_PROTOCOL: 'http/protobuf',
      OTEL_SERVICE_NAME: 'orders',
      OTEL_RESOURCE_ATTRIBUTES: 'pipeline.namespace=default,pipeline.name=orders,pipeline.run.id=r-1',
      SIGHTGLASS_RUN_ID: 'r-1',
      SIGHTGLASS_URL: server.url,
    });
    const context = parseTraceparent(env['TRACEPARENT'] ?? '');
    expect(context?.spanId).toBe(server.spans().find(({ name }) => name !== 'orders')?.spanId);
    expect(context?.traceId).toBe(server.spans()[0]?.traceId);
  });

  test('the trace of the caller goes on', async () => {
    const traceparent = '00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01';
    const env = await environment({ TRACEPARENT: traceparent });
    expect(env['TRACEPARENT']).toMatch(/^00-0af7651916cd43dd8448eb211c80319c-/);
    expect(server.spans().find(({ name }) => name === 'orders')?.parentSpanId).toBe('b7ad6b7169203331');
  });

  test('exec inside exec is a run of its own, started by the outer one', async () => {
    const inner = [
      node,
      '--conditions=@sightglass/source',
      join(import.meta.dirname, '../main.ts'),
      ...execArgs(['true']),
    ];
    await exec(inner, '--run-id', 'outer');
    const started = server.events('pipeline.run.started').map(({ attributes }) => attributes);
    expect(started).toHaveLength(2);
    expect(started.map((run) => run['pipeline.run.parent.id']).filter(Boolean)).toEqual(['outer']);
    expect(new Set(server.spans().map(({ traceId }) => traceId)).size).toBe(1);
  });
});

describe('a Python program', () => {
  const hasPython = spawnSync('python3', ['--version']).status === 0;
  if (!hasPython) console.warn('python3 is not installed: a Node program that writes the same stands in for it.');
  const etl = `
import logging, sys
logging.basicConfig(level=logging.INFO, format="%(asctime)s %(levelname)s %(name)s: %(message)s")
log = logging.getLogger("etl")
print("reading", flush=True)
log.warning("3 rows look odd")
def load():
    raise ValueError("row 7: no date")
try:
    load()
except ValueError:
    log.exception("load failed")
load()
`;
  const imitation = `
const stamp = () => new Date().toISOString().slice(0, 23).replace('T', ' ').replace('.', ',');
const trace = 'Traceback (most recent call last):\\n  File "etl.py", line 7, in load\\nValueError: row 7: no date\\n';
console.log('reading');
process.stderr.write(stamp() + ' WARNING etl: 3 rows look odd\\n' + stamp() + ' ERROR etl: load failed\\n' + trace + trace);
process.exitCode = 1;
`;

  test('is understood: levels, loggers, tracebacks, and why it failed', async () => {
    const file = join(space.dir, 'etl');
    await writeFile(file, hasPython ? etl : imitation);
    const result = await exec([hasPython ? 'python3' : node, file]);
    expect(result.code).toBe(1);
    expect(finished()).toMatchObject({ 'error.type': 'ValueError', 'exception.message': 'row 7: no date' });
    expect(lines().map(({ body, severity }) => [body, severity])).toEqual(
      expect.arrayContaining([
        ['reading', 'INFO'],
        ['3 rows look odd', 'WARN'],
        ['load failed', 'ERROR'],
      ]),
    );
    const failed = lines().find(({ body }) => body === 'load failed');
    expect(failed?.attributes).toMatchObject({
      logger: 'etl',
      'exception.type': 'ValueError',
      'log.iostream': 'stderr',
    });
  });
});

test('the summary is one line, and JSON on request', async () => {
  const { stderr } = await exec(['true'], '--summary');
  expect(stderr).toMatch(/^sightglass: orders succeeded after .*\n$/);
  const { stderr: json } = await exec(['sh', '-c', 'exit 3'], '--json');
  expect(JSON.parse(json)).toMatchObject({ pipeline: 'orders', state: 'failed', message: 'exited with code 3' });
});
