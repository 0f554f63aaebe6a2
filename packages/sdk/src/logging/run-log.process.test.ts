import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { attributes } from '@sightglass/model';
import { describe, expect, it } from 'vitest';
import { observe } from '../../testing/observe.ts';
import type { Workspace } from '../../testing/run-program.ts';

const fileLines = async ({ logDir }: Workspace): Promise<Record<string, unknown>[]> => {
  const files = (await readdir(join(logDir, 'p'))).filter((name) => name.endsWith('.jsonl'));
  const texts = await Promise.all(files.map((name) => readFile(join(logDir, 'p', name), 'utf8')));
  return texts
    .join('')
    .trim()
    .split('\n')
    .map((line) => JSON.parse(line) as Record<string, unknown>);
};

describe('run.log', () => {
  it.each([
    ['as the message', `run.log.error(error)`, 'no such table'],
    ['as the attributes', `run.log.error('load failed', error)`, 'load failed'],
    ['as an attribute', `run.log.error('load failed', { table: 'orders', err: error })`, 'load failed'],
  ])('tells an error given %s in the words of OpenTelemetry', async (_name, call, body) => {
    await using seen = await observe(`
      const error = new RangeError('no such table', { cause: new Error('disk full') });
      await pipeline('p').run((run) => { ${call}; });`);
    const recorded = {
      [attributes.exceptionType]: 'RangeError',
      [attributes.exceptionMessage]: 'no such table',
      [attributes.exceptionStacktrace]: expect.stringContaining('Caused by: Error: disk full') as string,
    };
    const record = seen.server.logs().find(({ severity }) => severity === 'ERROR');
    expect(record).toMatchObject({ body, attributes: recorded });
    expect(record?.attributes).not.toHaveProperty('err');
    const [line] = await fileLines(seen.workspace);
    expect(line).toMatchObject({ level: 'error', message: body, ...recorded });
  });

  it('takes whatever it is given, to the file and to the server', async () => {
    await using seen = await observe(`
      const ring = { name: 'ring' }; ring.self = ring;
      const raising = { get now() { throw new Error('no'); } };
      const proxy = Proxy.revocable({}, {}); proxy.revoke();
      await pipeline('p').run((run) => {
        run.log.info('ring', { ring });
        run.log.info('raising', raising);
        run.log.info('raising inside', { raising });
        run.log.info('proxy', proxy.proxy);
        run.log.info('proxy inside', { proxy: proxy.proxy });
        run.log.info('kinds', { symbol: Symbol('s'), big: 10n, fn: () => 0, nothing: null, none: undefined });
        run.log.info('huge', { text: 'x'.repeat(5_000_000) });
        for (const body of [Symbol('body'), 10n, undefined, null, { a: 1 }]) run.log.info(body);
        run.log.info('last');
      });`);
    expect(seen.result).toMatchObject({ code: 0, stderr: '' });
    const bodies = seen.server
      .logs()
      .filter(({ event }) => event === undefined)
      .map(({ body }) => body);
    expect(bodies).toHaveLength(13);
    expect(bodies.at(-1)).toBe('last');
    const messages = (await fileLines(seen.workspace)).map(({ message }) => message);
    expect(messages).toHaveLength(13);
    expect(messages).toEqual(bodies);
  });

  it('stamps by the clock of its run: records, events and spans are in order', async () => {
    await using seen = await observe(
      `
      await pipeline('p').run(async (run) => {
        for (let n = 0; n < 300; n += 1) {
          run.log.info('before');
          run.stage('s', () => { run.log.info('inside'); console.error('attached'); });
        }
        await pipeline('inner').run(() => undefined);
        run.log.info('after');
      });`,
      { SIGHTGLASS_LOG_DIR: 'off' },
      'sdk.observeConsole();',
    );
    for (const isEvent of [true, false]) {
      const records = seen.server.logs().filter(({ event }) => (event !== undefined) === isEvent);
      const times = records.map(({ timeUnixNano }) => timeUnixNano);
      expect(times).toEqual(times.toSorted((a, b) => (a < b ? -1 : 1)));
    }

    const ends = new Map(seen.server.events('pipeline.stage.finished').map((event) => [event.spanId, event]));
    const starts = new Map(seen.server.events('pipeline.stage.started').map((event) => [event.spanId, event]));
    const stages = seen.server.spans().filter(({ name }) => name === 's');
    expect(stages).toHaveLength(300);
    for (const span of stages) {
      const [start, end] = [starts.get(span.spanId)?.timeUnixNano ?? 0n, ends.get(span.spanId)?.timeUnixNano ?? 0n];
      expect([span.startUnixNano, span.endUnixNano]).toEqual([start, end]);
      const durationMs = ends.get(span.spanId)?.attributes[attributes.stageDurationMs] as number;
      expect(durationMs).toBeCloseTo(Number(end - start) / 1e6, 3);
    }
  });
});

it('names are cut, said once, and their counts stay exact', async () => {
  await using seen = await observe(`
    const long = (name) => name.repeat(1_000);
    await pipeline(long('pipeline')).run((run) => {
      for (let n = 0; n < 3; n += 1) {
        run.stage(long('stage'), { inputs: [] }, (stage) => {
          for (let row = 0; row < 500; row += 1) { stage.rows.read(); stage.rows.rejected(1, 'reason ' + row + long('!')); }
        });
      }
      run.stage('', { inputs: [long('stage')] }, () => 0);
      run.stage('counts', { inputs: [] }, (stage) => {
        for (const count of [Number.NaN, -1, 0.5, 10n, '5', Symbol('s'), Infinity, 2 ** 53]) { stage.rows.read(count); stage.progress(count); stage.retried(count); }
        stage.rows.read(10 ** 15);
        for (let n = 0; n < 20; n += 1) stage.rows.written(10 ** 15);
      });
    });`);
  expect(seen.result.code).toBe(0);
  const warnings = seen.result.stderr.split('\n').filter((line) => line.startsWith('sightglass:'));
  for (const kind of ['pipeline', 'stage', 'rejection reason']) {
    expect(warnings.filter((line) => line.startsWith(`sightglass: the ${kind} "`))).toHaveLength(1);
  }
  expect(warnings.filter((line) => line.includes('an empty name'))).toHaveLength(1);
  const names = new Set(
    seen.server.events().map(({ attributes: own }) => own[attributes.stageName] as string | undefined),
  );
  expect(new Set([...names].map((name) => name?.length))).toEqual(new Set([undefined, 200, 7, 6]));
  const finished = seen.server.events('pipeline.stage.finished')[0]?.attributes;
  expect(finished?.[attributes.rowsRejected]).toBe(500);
  const rejections = seen.server
    .events('pipeline.rows.rejected')
    .filter(({ spanId }) => spanId === finished?.[attributes.stageId]);
  expect(rejections).toHaveLength(100);
  expect(rejections.reduce((sum, { attributes: own }) => sum + Number(own[attributes.rowsRejected]), 0)).toBe(500);
  expect(rejections.at(-1)?.attributes[attributes.rowsRejectedReason]).toBe('other');
  const counts = seen.server.events('pipeline.stage.finished').at(-1)?.attributes;
  expect(counts).toMatchObject({ [attributes.rowsRead]: 1e15, [attributes.rowsWritten]: 9e15 });
  const refusals = seen.server.logs().filter(({ body }) => String(body).includes('is not a count'));
  const methods = new Set(refusals.map(({ body }) => String(body).split('(')[0]));
  expect([...methods]).toEqual([
    'stage "counts": rows.read',
    'stage "counts": progress',
    'stage "counts": retried',
    'stage "counts": rows.written',
  ]);
});
