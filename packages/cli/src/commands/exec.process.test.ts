import { spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import fc from 'fast-check';
import { openSync } from 'node:fs';
import { chmod, readFile, writeFile } from 'node:fs/promises';
import { describe, expect, test, vi } from 'vitest';
import { times } from '../../../../test/times.ts';
import { useExec } from '../../testing/use-exec.ts';

const bench = useExec();
const node = process.execPath;
/** Starts the program given as its argument, prints, and ends with code 7 without waiting for it. */
const leaver = `
  require('node:child_process').spawn(process.execPath, ['-e', process.argv[1]], { stdio: 'inherit' }).unref();
  console.log('program');
  process.exitCode = 7;
`;

describe('the program behaves as without us', () => {
  test('its output is byte for byte the same', async () => {
    const file = join(bench.space.dir, 'bytes');
    const chunk = fc.oneof(
      fc.uint8Array({ maxLength: 200 }),
      fc.constantFrom('\n', '\r\n', 'line\n', 'no newline', '{"a":1}\n').map((text) => Buffer.from(text)),
    );
    await fc.assert(
      fc.asyncProperty(fc.array(chunk, { minLength: 20, maxLength: 100 }), async (chunks) => {
        const bytes = Buffer.concat(chunks.map((part) => Buffer.from(part)));
        await writeFile(file, bytes);
        const result = await bench.exec(['sh', '-c', `cat ${file}; cat ${file} >&2`]);
        expect(result.stdout.equals(bytes)).toBe(true);
        expect(result.stderr).toBe(bytes.toString());
        expect(result.code).toBe(0);
      }),
      { numRuns: times(3) },
    );
  });

  test('megabytes without a newline pass whole', async () => {
    const result = await bench.exec(['sh', '-c', 'head -c 30000000 /dev/zero; printf end']);
    expect(result.stdout.length).toBe(30_000_003);
    expect(bench.lines()).toHaveLength(1);
    expect(bench.lines()[0]?.attributes['pipeline.log.record.omitted_bytes']).toBeGreaterThan(29_000_000);
    expect(String(bench.lines()[0]?.body).length).toBeLessThanOrEqual(64 * 1024);
  });

  test('a part of a line is there before its end', async () => {
    const running = bench.space.start(
      bench.args([node, '-e', 'process.stdout.write("Password: "); setTimeout(() => {}, 60_000)']),
    );
    await running.printed('Password: ');
    running.child.kill('SIGTERM');
    expect((await running.done).stdout.toString()).toBe('Password: ');
  });

  test.each([0, 1, 255])('exit code %d', async (code) => {
    expect((await bench.exec(['sh', '-c', `exit ${code}`])).code).toBe(code);
    expect(bench.finished()).toMatchObject({
      'process.exit.code': code,
      'pipeline.run.state': code === 0 ? 'succeeded' : 'failed',
    });
  });

  test.each(['SIGKILL', 'SIGSEGV', 'SIGUSR1'] as const)('death by %s', async (signal) => {
    const { code, signal: died } = await bench.exec(['sh', '-c', `kill -${signal.slice(3)} $$`]);
    expect({ code, died }).toEqual({ code: null, died: signal });
    expect(bench.finished()).toMatchObject({ 'pipeline.process.exit.signal': signal, 'error.type': signal });
  });

  test('arguments arrive unchanged, options among them, and so does our stdin', async () => {
    const args = ['--help', '-x', '', 'a b', '*', "'", '"', '--pipeline', 'é'];
    const source = 'console.log(JSON.stringify(process.argv.slice(1))); process.stdin.pipe(process.stdout)';
    const result = await bench.space.run(bench.args([node, '-e', source, '--', ...args]), { input: 'rows\n' });
    const [line = '', ...rest] = result.stdout.toString().split('\n');
    expect(JSON.parse(line)).toEqual(args);
    expect(rest).toEqual(['rows', '']);
  });

  test('signals reach it', async () => {
    const signals = ['SIGINT', 'SIGTERM', 'SIGHUP', 'SIGUSR1', 'SIGUSR2', 'SIGQUIT'] as const;
    const source = `
      for (const signal of ${JSON.stringify(signals)})
        process.on(signal, () => { console.log('got ' + signal); if (signal === 'SIGQUIT') process.exit(9); });
      console.log('ready'); setTimeout(() => {}, 60_000)`;
    const running = bench.space.start(bench.args([node, '-e', source]));
    await running.printed('ready');
    for (const signal of signals) {
      running.child.kill(signal);
      await running.printed(`got ${signal}\n`);
    }
    const result = await running.done;
    expect(result.stdout.toString()).toBe(['ready', ...signals.map((signal) => `got ${signal}`), ''].join('\n'));
    expect(result.code).toBe(9);
  });

  test('a program that nobody listens to any more learns it', async () => {
    const pipe = spawnSync(
      'sh',
      [
        '-c',
        `"${node}" --conditions=@sightglass/source "$MAIN" exec --pipeline orders --url ${bench.server.url} --summary -- yes | head -n 3`,
      ],
      {
        env: {
          ...process.env,
          MAIN: join(import.meta.dirname, '../main.ts'),
          SIGHTGLASS_BUFFER_DIR: bench.space.bufferDir,
        },
        timeout: 60_000,
      },
    );
    expect(pipe.stdout.toString()).toBe('y\ny\ny\n');
    expect(pipe.stderr.toString()).toContain('SIGPIPE');
  });

  test('it can open its output by name', async () => {
    const result = await bench.exec(['sh', '-c', 'echo out > /dev/stdout; echo err | tee /dev/stderr > /dev/null']);
    expect({ stdout: result.stdout.toString(), stderr: result.stderr }).toEqual({ stdout: 'out\n', stderr: 'err\n' });
  });

  test('a slow reader slows the program down, not our memory, and loses nothing', async () => {
    const running = bench.space.start(
      bench.args([
        node,
        '-e',
        `const { writeSync } = require('node:fs');
         writeSync(1, 'x'.repeat(99) + '\\n');
         for (let i = 0; i < 200; i++) { writeSync(1, 'y'.repeat(100_000)); writeSync(2, '!'); }`,
      ]),
    );
    running.child.stdout?.pause();
    const written = (): number => (running.errors().match(/!/gu) ?? []).length;
    let before = -1;
    while (written() === 0 || written() !== before) {
      before = written();
      await pause(200);
    }
    expect(written()).toBeLessThan(100);
    running.child.stdout?.resume();
    expect((await running.done).stdout.length).toBe(100 + 20_000_000);
  });

  const leaving = (source: string) => bench.space.start(bench.args([node, '-e', leaver, source], '--summary'));

  test('it ends when the program does, and what the program left running is heard to its end', async () => {
    const go = join(bench.space.dir, 'go');
    const running = leaving(`
      const isGoing = () => require('node:fs').existsSync(${JSON.stringify(go)});
      const timer = setInterval(() => {
        if (!isGoing()) return;
        clearInterval(timer);
        console.log("late");
        console.error("late too");
      }, 20);`);
    const [code] = (await once(running.child, 'exit')) as [number];
    expect(code).toBe(7);
    expect(running.output()).toBe('program\n');
    await writeFile(go, '');
    const { stdout, stderr } = await running.done;
    expect(stdout.toString()).toBe('program\nlate\n');
    expect(stderr).toMatch(/late too\n$/);
  });

  test('every byte of a left process that never pauses passes, in order', async () => {
    const rows = 150_000;
    // For longer than it is waited for, so that somebody else takes over in between.
    const running = leaving(`
      const { writeSync } = require('node:fs');
      const rest = new Int32Array(new SharedArrayBuffer(4));
      for (let row = 0; row < ${rows}; row += 100, Atomics.wait(rest, 0, 0, 1))
        writeSync(1, Array.from({ length: 100 }, (_, index) => row + index + '\\n').join(''));
    `);
    const { stdout } = await running.done;
    const expected = ['program', ...Array.from({ length: rows }, (_, row) => String(row)), ''];
    expect(stdout.toString().split('\n')).toEqual(expected);
  });

  test('a left process that nobody listens to any more learns it', async () => {
    const file = join(bench.space.dir, 'end');
    const running = leaving(`
      process.stdout.on('error', ({ code }) => { require('node:fs').writeFileSync(${JSON.stringify(file)}, code); process.exit() });
      setInterval(() => console.log('still here'), 50);
    `);
    await once(running.child, 'exit');
    running.child.stdout?.destroy();
    await vi.waitFor(async () => expect(await readFile(file, 'utf8')).toBe('EPIPE'), {
      timeout: 60_000,
      interval: 100,
    });
  });

  test('killed by SIGKILL it leaves the program running, whose output goes on', async () => {
    const word = join(bench.space.dir, 'go-on');
    const source = `
      console.log('begun');
      const timer = setInterval(() => {
        if (!require('node:fs').existsSync(${JSON.stringify(word)})) return;
        clearInterval(timer);
        console.log('goes on');
        console.error('here too');
      }, 20);`;
    const running = bench.space.start(bench.args([node, '-e', source]));
    await running.printed('begun');
    running.child.kill('SIGKILL');
    await once(running.child, 'exit');
    await writeFile(word, '');
    const { stdout, stderr, signal } = await running.done;
    expect(signal).toBe('SIGKILL');
    expect(stdout.toString()).toBe('begun\ngoes on\n');
    expect(stderr).toBe('here too\n');
    expect(bench.finished()).toBeUndefined();
  });

  test('output that cannot be written is not lost in silence', async () => {
    const full = openSync('/dev/full', 'w');
    const running = bench.space.start(bench.args(['echo', 'rows']), { stdio: ['ignore', full, 'pipe'] });
    const { code, stderr } = await running.done;
    expect(stderr).toMatch(/^sightglass: output of the program is lost, it cannot be written: ENOSPC/);
    expect(code).toBe(1);
  });

  test('with --no-capture it writes to our own descriptors', async () => {
    const file = join(bench.space.dir, 'out');
    const running = bench.space.start(
      bench.args([node, '-e', 'console.log(require("fs").fstatSync(1).isFile())'], '--no-capture'),
      {
        stdio: ['ignore', openSync(file, 'w'), 'pipe'],
      },
    );
    await running.done;
    expect(spawnSync('cat', [file]).stdout.toString()).toBe('true\n');
    expect(bench.finished()).toMatchObject({ 'pipeline.run.state': 'succeeded' });
  });
});

describe('what cannot be started', () => {
  test.each([
    ['no-such-program', 127, 'no-such-program: command not found'],
    ['/', 126, '/: not executable'],
  ])('%s', async (command, code, message) => {
    const result = await bench.exec([command]);
    expect(result.code).toBe(code);
    expect(result.stderr).toContain(message);
    expect(result.stderr).not.toContain('    at ');
    expect(bench.finished()).toMatchObject({ 'pipeline.run.state': 'failed', 'process.exit.code': code });
  });

  test('a file that is missing, and a script whose interpreter is', async () => {
    const file = join(bench.space.dir, 'script');
    expect((await bench.exec([file])).stderr).toContain(`${file}: no such file`);
    await writeFile(file, '#!/no/such/interpreter\n');
    await chmod(file, 0o755);
    expect((await bench.exec([file])).stderr).toContain('the interpreter in its first line does not exist');
  });

  test.each([
    [['exec', '--pipelin', 'x', '--', 'true'], 'unknown option "--pipelin". Did you mean --pipeline? [USAGE]'],
    [
      ['exec', '--pipeline', 'x'],
      'missing required argument "command" [USAGE]\nExample: sightglass exec -- python etl.py',
    ],
    [['exec', '--pipeline', ' ', '--', 'true'], '1 to 200 characters'],
    [['exec', '--pipeline', '--stage', 'x', '--', 'true'], '--stage is the next option'],
    [['exec', '--pipeline', '--stage=x', '--', 'true'], '--stage=x is the next option'],
    [['exec', '--pipeline', '--', 'true'], '-- is the next option'],
    [['logs', '--run', '--json'], '--json is the next option'],
    [['exec', '--pipeline', 'x', '--heartbeat', 'often', '--', 'true'], 'Give seconds'],
    [['exec', '--pipeline', 'x', '--run-id', 'a b', '--', 'true'], 'letters, digits'],
  ])('used wrongly: %j', async (args, message) => {
    const result = await bench.space.runHere(args);
    expect(result.code).toBe(2);
    expect(result.stderr).toContain(message);
  });
});

test('one line at the end has the address of the run, also without a terminal, none is printed with --quiet, and JSON on request', async () => {
  const args = bench.args(['echo', 'rows'], '--run-id=r-7').filter((arg) => arg !== '--quiet');
  const { stdout, stderr } = await bench.space.run(args);
  expect(stdout.toString()).toBe('rows\n');
  expect(stderr).toMatch(/^sightglass: orders succeeded after .*\n$/);
  expect(stderr).toContain(`${bench.server.url}/pipelines/default/orders/runs/r-7`);
  expect((await bench.exec(['true'])).stderr).toBe('');
  expect((await bench.exec(['true'], '--summary')).stderr).toMatch(/^sightglass: orders succeeded after .*\n$/);
  const { stderr: json } = await bench.exec(['sh', '-c', 'exit 3'], '--json');
  expect(JSON.parse(json)).toMatchObject({ pipeline: 'orders', state: 'failed', message: 'exited with code 3' });
});
