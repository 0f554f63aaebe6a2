import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { attributes } from '@sightglass/model';
import { describe, expect, it } from 'vitest';
import { observe } from '../testing/observe.ts';

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
    const load = seen.server.events('pipeline.stage.finished')[0]?.attributes;
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
      [attributes.exceptionType]: 'Error',
      [attributes.exceptionMessage]: 'gone',
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

  it('leaves a run its name and an id to use as a key: the one given, else a new one', async () => {
    await using seen = await observe(
      `const ids = [{ runId: 'mine' }, {}, {}].map((options) => pipeline('p').run(options, (run) => run.pipeline + ' ' + run.id));
       console.log((await Promise.all(ids)).join('\\n'));`,
      { OTEL_SDK_DISABLED: 'true' },
    );
    const [given, one, other] = seen.result.stdout.trim().split('\n');
    expect(given).toBe('p mine');
    expect(one).toMatch(/^p [0-9a-f]{8}-[0-9a-f]{4}-7[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/u);
    expect(other).not.toBe(one);
  });
});

describe('bad input', () => {
  it.each([
    ["pipeline('')", 'the name is empty'],
    ["pipeline('p', { deadline: '4 am' })", 'deadline is "4 am"; use HH:MM such as 04:00'],
    ["pipeline('p', { timeZone: 'Berlin' })", 'time zone "Berlin" is unknown'],
    ["sdk.configure({ url: 'localhost:4318' })", 'url is "localhost:4318", which is not an http(s) URL'],
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
    expect(seen.result.stderr).toContain('"localhost/v1/logs" is not an http(s) URL such as');
  });
});
