import { execFileSync, spawn } from 'node:child_process';
import { readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { logsRequest, text } from '../wire/_sample.ts';
import { TelemetryUnavailableError } from '../storage/telemetry/client.ts';
import { createEvents } from '../events/_events.ts';
import { superviseEngine, type EngineSupervisor } from './supervisor.ts';
import { startOwnEngine, type OwnEngine } from './_own-engine.ts';
import { temporaryFolder } from '../../../../test/temporary-folder.ts';

let test: OwnEngine;
/** A hang is noticed within 5 s, and an engine of a busy machine is not taken for hung. */
const heartbeats = { heartbeatIntervalMs: 500, heartbeatTimeoutMs: 2_000 };
beforeAll(async () => (test = await startOwnEngine(heartbeats)));
afterAll(() => test[Symbol.asyncDispose]());

const countOf = async (): Promise<number> => {
  for (;;) {
    try {
      const [row] = await test.telemetry.rows<{ c: number }>('SELECT count() AS c FROM logs');
      return row?.c ?? -1;
    } catch (error) {
      if (!(error instanceof TelemetryUnavailableError)) throw error;
    }
  }
};

/** A killed process without a parent may stay as a zombie, which has no command line. */
const alive = (pid: number): boolean => {
  try {
    return readFileSync(`/proc/${pid}/cmdline`).length > 0;
  } catch {
    return false;
  }
};

describe('superviseEngine', () => {
  it.each([
    { name: 'killed', signal: 'SIGKILL' },
    { name: 'crashed', signal: 'SIGSEGV' },
    { name: 'hung', signal: 'SIGSTOP' },
  ] as const)('brings back an engine that $name with all it had acknowledged', async ({ name, signal }) => {
    const before = await countOf();
    await test.insert('logs', [logsRequest([{ body: text(name) }, { body: text(name) }])]);
    const pid = test.engine.processId as number;
    const restarts = test.engine.restarts;
    process.kill(pid, signal);
    expect(await countOf()).toBe(before + 2);
    await expect.poll(() => test.engine.restarts, { timeout: 60_000 }).toBe(restarts + 1);
    expect(await countOf()).toBe(before + 2);
    expect(test.engine.processId).not.toBe(pid);
  });

  it('refuses to show host files to a reader', async () => {
    await expect(test.telemetry.rows("SELECT * FROM file('/etc/hostname', LineAsString)")).rejects.toThrow(/readonly/i);
  });

  it('isolates the parameters of queries that run at the same time', async () => {
    const answers = await Promise.all(
      Array.from(
        { length: 60 },
        async (_, index) =>
          (await test.telemetry.rows<{ v: string }>('SELECT {v:String} AS v', { v: `it's \\ ${index}\n` }))[0]?.v,
      ),
    );
    expect(answers).toEqual(Array.from({ length: 60 }, (_, index) => `it's \\ ${index}\n`));
  });

  it('disposed while it waits to start an engine again, it starts none', async () => {
    const dataDir = temporaryFolder();
    const { promise: failed, resolve: fail } = Promise.withResolvers<void>();
    const engine = await superviseEngine({
      dataDir,
      events: { ...createEvents(() => {}), engineFailedToStart: () => fail() },
    });
    const folder = join(dataDir, 'engine');
    renameSync(folder, `${folder}.away`);
    writeFileSync(folder, 'no folder, so no engine starts');
    process.kill(engine.processId as number, 'SIGKILL');
    await failed;
    rmSync(folder);
    renameSync(`${folder}.away`, folder);
    const last = engine.processId as number;
    await engine[Symbol.asyncDispose]();
    await expect(engine.address()).rejects.toThrow('has been stopped');
    expect(engine.processId).toBe(last);
    expect(alive(last)).toBe(false);
  });

  it.each([
    {
      moment: 'its engine has just ended',
      at: (engine: EngineSupervisor, ended: Promise<void>) => {
        process.kill(engine.processId as number, 'SIGKILL');
        return ended;
      },
    },
    {
      moment: 'the job of a restart is being done',
      at: (engine: EngineSupervisor) =>
        new Promise<void>((resolve) => {
          engine.restart('was ended', async () => void setImmediate(resolve)).catch(() => {});
        }),
    },
    {
      moment: 'another engine has just been spawned',
      at: async (engine: EngineSupervisor) => {
        const first = engine.processId as number;
        process.kill(first, 'SIGKILL');
        while (engine.processId === first) await new Promise((resolve) => setImmediate(resolve));
      },
    },
  ])('disposed when $moment, it leaves none alive', async ({ at }) => {
    const { promise: ended, resolve: end } = Promise.withResolvers<void>();
    const events = { ...createEvents(() => {}), engineRestarted: () => end() };
    const engine = await superviseEngine({ dataDir: temporaryFolder(), events });
    await at(engine, ended);
    await engine[Symbol.asyncDispose]();
    expect(alive(engine.processId as number)).toBe(false);
    await expect(engine.address()).rejects.toThrow(/has been stopped|ended with SIGKILL/);
  });

  it('ends with its parent, and a leftover engine does not keep the next one out', async () => {
    const folder = temporaryFolder();
    const script = `import { superviseEngine } from ${JSON.stringify(new URL('./supervisor.ts', import.meta.url).href)};
      import { createEvents } from ${JSON.stringify(new URL('../events/_events.ts', import.meta.url).href)};
      const engine = await superviseEngine({ dataDir: ${JSON.stringify(folder)}, events: createEvents(() => {}) });
      if (process.argv[1] === 'stop') process.kill(engine.processId, 'SIGSTOP');
      console.log('up'); setInterval(() => {}, 1000);`;
    const run = async (argument: string): Promise<number> => {
      const parent = spawn(
        process.execPath,
        ['--conditions=@sightglass/source', '--input-type=module', '-e', script, argument],
        { stdio: ['ignore', 'pipe', 'inherit'] },
      );
      await new Promise((resolve) => parent.stdout.once('data', resolve));
      const enginePid = Number(await readFile(join(folder, 'engine.pid'), 'utf8'));
      parent.kill('SIGKILL');
      return enginePid;
    };
    const normal = await run('normal');
    await expect.poll(() => alive(normal), { timeout: 60_000 }).toBe(false);
    const stuck = await run('stop');
    expect(alive(stuck)).toBe(true);
    const last = await run('normal');
    expect(alive(stuck)).toBe(false);
    await expect.poll(() => alive(last), { timeout: 60_000 }).toBe(false);
    expect(execFileSync('ls', [folder]).toString()).toContain('engine');
  });
});
