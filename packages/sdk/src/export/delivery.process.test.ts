import { createServer, type Server } from 'node:net';
import type { AddressInfo } from 'node:net';
import { readdir } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import { attributes } from '@sightglass/model';
import { describe, expect, it } from 'vitest';
import { accept, startOtlpServer, type Answer, type OtlpServer } from '../../testing/otlp-server.ts';
import { createWorkspace, patient, type ProgramResult, type Workspace } from '../../testing/run-program.ts';
import { bufferDirFor, flushBuffer, signals, signalUrlOf } from '../telemetry/index.ts';
import { freePort } from '../../../../examples/flights/src/warehouse/postgres/free-port.ts';
import { isThorough, times } from '../../../../test/times.ts';

const environment = (port: number) => ({
  ...patient,
  SIGHTGLASS_URL: `http://127.0.0.1:${port}`,
  SIGHTGLASS_SUMMARY: 'off',
  SIGHTGLASS_LOG_CONSOLE: 'off',
});

const logging = (name: string, lines: number, after = '') => `
import { exportStatus, pipeline } from '@sightglass/sdk';
await pipeline('${name}').run(async (run) => {
  for (let n = 0; n < ${lines}; n += 1) run.log.info('line', { n, from: '${name}' });
  ${after}
});
console.log(JSON.stringify(exportStatus()));`;

const lineNumbers = (server: OtlpServer, from: string) =>
  server
    .logs()
    .filter(({ attributes: own }) => own['from'] === from)
    .map(({ attributes: own }) => own['n']);

const upTo = (count: number) => Array.from({ length: count }, (_, n) => n);

const segments = async (dir: string) =>
  (await readdir(dir, { recursive: true }).catch(() => [])).filter((file) =>
    /(events|logs|traces|metrics)-\d+-\d+\.otlp$/u.test(file),
  );

/** What is logged leaves its batch within half a second; then nothing comes to the disk any more. */
const untilOnDisk = `for (let bytes = 0, alike = 0; alike < 50; ) {
  await new Promise((resolve) => setTimeout(resolve, 20));
  const { waitingOnDiskBytes, waitingInMemoryBytes } = exportStatus().logs;
  alike = waitingOnDiskBytes > 0 && waitingInMemoryBytes === 0 && waitingOnDiskBytes === bytes ? alike + 1 : 0;
  bytes = waitingOnDiskBytes;
}`;

describe('a folder nothing can be written to', () => {
  const folders = ['/proc/none', fileURLToPath(import.meta.url)];
  const notices = ({ stderr }: ProgramResult) => stderr.split('\n').filter((line) => line.startsWith('sightglass:'));

  it.each(isThorough ? folders : folders.slice(0, 1))(
    '%s for the buffer: a server that is down gets everything from memory when it is back',
    async (dir) => {
      await using workspace = await createWorkspace();
      const port = await freePort();
      const wait = `await run.log.info('waiting'); while (exportStatus().logs.reachable) await new Promise((resolve) => setTimeout(resolve, 20));
      console.log('logged'); await new Promise((resolve) => process.stdin.once('data', resolve)); process.stdin.destroy();
      while (exportStatus().logs.waitingInMemoryBytes > 0) await new Promise((resolve) => setTimeout(resolve, 20));`;
      const env = { ...environment(port), SIGHTGLASS_BUFFER_DIR: dir };
      const running = await workspace.start(logging('a', 3000, wait), env);
      await running.printed('logged');
      await using server = await startOtlpServer(port);
      running.child.stdin?.write('go on\n');
      const result = await running.done;
      expect(result).toMatchObject({ code: 0 });
      expect(lineNumbers(server, 'a')).toEqual(upTo(3000));
      expect(notices(result)).toEqual([
        expect.stringMatching(
          new RegExp(
            `It is kept in memory \\(${dir} cannot be written: E[A-Z]+\\) and sent later; the pipeline is not affected\\.$`,
            'u',
          ),
        ),
      ]);
    },
  );

  it.each(isThorough ? folders : folders.slice(1))(
    '%s for buffer and logs: a server that is up gets everything, one line says that there is no log file',
    async (dir) => {
      await using workspace = await createWorkspace();
      await using server = await startOtlpServer();
      const env = { ...environment(server.port), SIGHTGLASS_BUFFER_DIR: dir, SIGHTGLASS_LOG_DIR: dir };
      const result = await workspace.run(logging('a', 300), env);
      expect(result).toMatchObject({ code: 0 });
      expect(lineNumbers(server, 'a')).toEqual(upTo(300));
      expect(notices(result)).toEqual([
        expect.stringMatching(/^sightglass: cannot write log file .* the run goes on without one\.$/u),
      ]);
    },
  );
});

describe('a server that is down and comes back', () => {
  it('gets everything, in order, from the process itself', async () => {
    await using workspace = await createWorkspace();
    const port = await freePort();
    const wait = `${untilOnDisk} console.log('logged'); await new Promise((resolve) => process.stdin.once('data', resolve)); run.log.info('line', { n: 5000, from: 'a' });
      process.stdin.destroy();
      while (exportStatus().logs.waitingOnDiskBytes > 0) await new Promise((resolve) => setTimeout(resolve, 50));`;
    const running = await workspace.start(logging('a', 5000, wait), environment(port));
    await running.printed('logged');
    await using server = await startOtlpServer(port);
    running.child.stdin?.write('go on\n');
    const result = await running.done;
    expect(result).toMatchObject({ code: 0 });
    expect(lineNumbers(server, 'a')).toEqual(upTo(5001));
    expect(result.stderr.split('\n').filter((line) => line.startsWith('sightglass:'))).toHaveLength(1);
    expect(await segments(workspace.bufferDir)).toEqual([]);
  });

  it('gets everything from the next process, each run in order', async () => {
    await using workspace = await createWorkspace();
    const port = await freePort();
    await workspace.run(logging('a', 3000), environment(port));
    await workspace.run(logging('b', 3000), environment(port));
    expect((await segments(workspace.bufferDir)).length).toBeGreaterThan(0);
    await using server = await startOtlpServer(port);
    await workspace.run(logging('c', 10), environment(port));
    const runs = server.events('pipeline.run.finished').map(({ attributes: own }) => own[attributes.pipelineName]);
    expect(new Set(runs)).toEqual(new Set(['a', 'b', 'c']));
    for (const [name, count] of [
      ['a', 3000],
      ['b', 3000],
      ['c', 10],
    ] as const) {
      expect(lineNumbers(server, name)).toEqual(upTo(count));
    }
    expect(await segments(workspace.bufferDir)).toEqual([]);
  });

  it('gets what a killed process had put on disk, once, though two processes look for it', async () => {
    await using workspace = await createWorkspace();
    const port = await freePort();
    const running = await workspace.start(
      logging(
        'a',
        3000,
        `${untilOnDisk}
         console.log('logged'); await new Promise((resolve) => setTimeout(resolve, 60_000));`,
      ),
      environment(port),
    );
    await running.printed('logged');
    running.child.kill('SIGKILL');
    await running.done;
    await using server = await startOtlpServer(port);
    const next = ['b', 'c'].map((name) => workspace.run(logging(name, 1), environment(port)));
    await Promise.all(next);
    await expect.poll(() => lineNumbers(server, 'a'), { timeout: 60_000 }).toEqual(upTo(3000));
    await expect.poll(() => segments(workspace.bufferDir), { timeout: 60_000 }).toEqual([]);
    const keys = server.requests.map(({ idempotencyKey }) => idempotencyKey);
    expect(new Set(keys).size).toBe(keys.length);
  });
});

/** A request itself may take ten seconds. */
const withoutBoundMs = 8_000;
/** Between the end of the run's own work and that of the program: its start is not held up by the server. */
const printHeldUpMs =
  'const doneAt = performance.now(); process.once("exit", () => console.log("held up", performance.now() - doneAt));';

const badAnswers: { name: string; answer: Answer }[] = [
  { name: 'accepts and never answers', answer: () => undefined },
  { name: 'answers 200 and never ends', answer: (_request, response) => void response.writeHead(200).write('x') },
  {
    name: 'answers without end',
    answer: (_request, response) => {
      response.writeHead(200);
      const pour = setInterval(() => response.write('x'.repeat(10_000)), 1);
      response.on('close', () => clearInterval(pour));
    },
  },
  { name: 'hangs up', answer: (_request, response) => void response.destroy() },
  { name: 'answers 503', answer: (_request, response) => void response.writeHead(503).end() },
];

/** Sends what a program has left, as its next one would. */
const sendWaiting = ({ bufferDir }: Workspace, { url }: OtlpServer) => {
  const [logs, traces, metrics] = signals.map((signal) => signalUrlOf(url, signal)) as [string, string, string];
  const waitingDir = bufferDirFor(bufferDir, [logs, traces, metrics]);
  return flushBuffer({ urls: { logs, traces, metrics }, headers: {}, bufferDir, waitingDir, quiet: true }, () => {});
};

describe('a server that', () => {
  it.each(badAnswers)('$name holds the program up for two seconds at most, and loses nothing', async ({ answer }) => {
    await using workspace = await createWorkspace();
    await using server = await startOtlpServer(undefined, answer);
    const { SIGHTGLASS_FLUSH_TIMEOUT_MS: _, ...byDefault } = environment(server.port);
    const { code, stdout } = await workspace.run(logging('a', 500, printHeldUpMs), byDefault);
    expect(code).toBe(0);
    expect(Number(/^held up (.*)$/mu.exec(stdout)?.[1])).toBeLessThan(withoutBoundMs);
    server.answer = accept;
    server.requests.length = 0;
    await sendWaiting(workspace, server);
    expect(lineNumbers(server, 'a')).toEqual(upTo(500));
  });

  it('answers in something that is not HTTP loses nothing either', async () => {
    await using workspace = await createWorkspace();
    const garbage: Server = createServer((socket) =>
      socket
        .resume()
        .on('error', () => undefined)
        .end('what is this?\r\n'),
    );
    await new Promise<void>((resolve) => garbage.listen(0, '127.0.0.1', resolve));
    const { port } = garbage.address() as AddressInfo;
    const result = await workspace.run(logging('a', 500), environment(port));
    await new Promise((resolve) => garbage.close(resolve));
    expect(result).toMatchObject({ code: 0 });
    await using server = await startOtlpServer(port);
    await sendWaiting(workspace, server);
    expect(lineNumbers(server, 'a')).toEqual(upTo(500));
  });

  it('refuses for good is told of once, and what it refused is kept aside', async () => {
    await using workspace = await createWorkspace();
    await using server = await startOtlpServer(
      undefined,
      (_request, response) => void response.writeHead(400).end('no'),
    );
    const result = await workspace.run(logging('a', 1000), environment(server.port));
    const status = JSON.parse(result.stdout) as Record<string, { refused: number; lastError: string }>;
    expect(status['events']).toMatchObject({ refused: 2, delivered: 0 });
    expect(status['logs']).toMatchObject({ refused: 1000, lastError: 'HTTP 400 Bad Request', delivered: 0 });
    expect(await readdir(workspace.bufferDir)).toContain('refused-logs.otlp');
    expect(result.stderr.match(/refused telemetry for good/gu)).toHaveLength(2);
  });

  it('says when to come back is asked again then, with the same idempotency key', async () => {
    await using workspace = await createWorkspace();
    const seen: { key: string; atMs: number }[] = [];
    await using server = await startOtlpServer(undefined, (request, response) => {
      if (!request.body.includes('from')) return accept(request, response);
      seen.push({ key: request.idempotencyKey, atMs: performance.now() });
      if (seen.length > 1) accept(request, response);
      else response.writeHead(429, { 'retry-after': '1' }).end();
    });
    const wait = "await new Promise((resolve) => process.stdin.once('data', resolve)); process.stdin.destroy();";
    const running = await workspace.start(logging('a', 10, wait), environment(server.port));
    await expect.poll(() => seen.length, { timeout: 60_000 }).toBeGreaterThan(1);
    running.child.stdin?.write('go on\n');
    await running.done;
    const [first, second] = seen;
    expect(second?.key).toBe(first?.key);
    expect((second?.atMs ?? 0) - (first?.atMs ?? 0)).toBeGreaterThanOrEqual(990);
    expect(lineNumbers(server, 'a')).toEqual(upTo(10));
  });

  it('is on another machine gets compressed bodies, with the headers that were configured', async () => {
    await using workspace = await createWorkspace();
    await using server = await startOtlpServer();
    const notLoopbackByName = `http://[::ffff:127.0.0.1]:${server.port}`;
    await workspace.run(logging('a', 50), {
      ...environment(server.port),
      SIGHTGLASS_URL: notLoopbackByName,
      OTEL_EXPORTER_OTLP_HEADERS: 'authorization=Bearer%20abc',
    });
    expect(new Set(server.requests.map(({ headers }) => headers['content-encoding']))).toEqual(new Set(['gzip']));
    expect(new Set(server.requests.map(({ headers }) => headers['authorization']))).toEqual(new Set(['Bearer abc']));
    expect(lineNumbers(server, 'a')).toEqual(upTo(50));
  });
});

describe('a dead server and a buffer folder that cannot be written to', () => {
  it('leave what fits in memory, and the program unharmed', async () => {
    await using workspace = await createWorkspace();
    const env = {
      ...environment(await freePort()),
      SIGHTGLASS_BUFFER_DIR: '/dev/null/buffer',
      SIGHTGLASS_LOG_DIR: 'off',
    };
    // Of each minute some are kept, and those of two have no room: no minute ends here.
    const result = await workspace.run(`const now = Date.now(); Date.now = () => now; ${logging('a', 200_000)}`, env);
    expect(result.code, result.stderr).toBe(0);
    const { logs } = JSON.parse(result.stdout) as {
      logs: { dropped: number; thinned: number; waitingInMemoryBytes: number };
    };
    expect(logs.dropped).toBe(0);
    expect(logs.thinned).toBeGreaterThan(100_000);
    expect(logs.waitingInMemoryBytes).toBeLessThan(9 * 1024 * 1024);
  });
});

describe('a dead server and hundreds of thousands of log calls', () => {
  it('cost bounded memory and bounded disk', async () => {
    await using workspace = await createWorkspace();
    const source = `
      import { exportStatus, pipeline } from '@sightglass/sdk';
      await pipeline('a').run(async (run) => {
        for (let n = 0; n < 20_000; n += 1) run.log.info('warming up');
        const before = process.memoryUsage().rss;
        let peak = 0;
        for (let n = 0; n < ${times(300_000)}; n += 1) {
          run.log.info('a long line that says what happened, '.repeat(16), { n });
          if (n % 10_000 === 0) { peak = Math.max(peak, process.memoryUsage().rss); await new Promise((resolve) => setImmediate(resolve)); }
        }
        console.log(JSON.stringify({ grownBytes: peak - before }));
      });
      console.log(JSON.stringify(exportStatus()));`;
    const env = { ...environment(await freePort()), SIGHTGLASS_LOG_DIR: 'off' };
    const result = await workspace.run(source, env);
    const [memory, status] = result.stdout
      .trim()
      .split('\n')
      .map((line) => JSON.parse(line) as Record<string, never>);
    expect(memory?.['grownBytes']).toBeLessThan(320 * 1024 * 1024); // a plateau of about 250 MB from a million lines on; all of them are more than 800
    const { waitingOnDiskBytes, dropped, thinned } = (status ?? {})['logs'] as unknown as {
      waitingOnDiskBytes: number;
      dropped: number;
      thinned: number;
    };
    expect(waitingOnDiskBytes).toBeLessThan(180 * 1024 * 1024); // 128 MiB, and what a busy machine has under way; all of them are more than 800
    expect(dropped).toBe(0);
    expect(thinned).toBeGreaterThan(0);
    expect(result.stderr.match(/log records come faster/gu)).toHaveLength(1);
  });
});
