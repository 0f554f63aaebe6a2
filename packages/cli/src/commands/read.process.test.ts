import { once } from 'node:events';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { logRecord, metricSeries, runDetail, runPage, traceList, type Run } from '@sightglass/model/rest';
import { until } from '../../../../test/_processes.ts';
import { createCliWorkspace, type CliResult, type CliWorkspace } from '../../testing/run-cli.ts';
import { sendGauge } from '../../testing/send-gauge.ts';
import { startServe, type ServerProcess } from '../../testing/run-server.ts';

let space: CliWorkspace;
let server: ServerProcess;

const here = () => ({ env: { SIGHTGLASS_URL: server.url } });
const cli = (...args: string[]): Promise<CliResult> => space.runHere(args, here());
const program = (...args: string[]): Promise<CliResult> => space.run(args, here());
const runs = async (...args: string[]): Promise<Run[]> =>
  runPage.parse(JSON.parse((await cli('runs', 'list', '--json', ...args)).stdout.toString())).items;

const failing = `
  console.log('reading orders');
  console.log(JSON.stringify({ level: 'warn', msg: 'slow page', page: 7 }));
  throw new RangeError('page 8 is missing');
`;

beforeAll(async () => {
  space = await createCliWorkspace();
  server = await startServe(space);
  await program('exec', '--pipeline', 'good', '--namespace', 'shop', '--', 'sh', '-c', '(sleep 0.6; echo late) &');
  await program('exec', '--pipeline', 'bad', '--', process.execPath, '-e', failing);
  await until('both runs are over', async () => (await runs()).map(({ state }) => state).join() === 'failed,succeeded');
});
afterAll(async () => {
  await server.stop();
  await space[Symbol.asyncDispose]();
});

describe('perf', () => {
  test('of a pipeline by its name, or with its namespace', async () => {
    for (const name of ['good', 'shop/good']) {
      const { stdout, code } = await (name === 'good' ? program : cli)('perf', name);
      expect(code).toBe(0);
      expect(stdout.toString()).toMatch(
        /^shop\/good {2}1 run that succeeded, .*\nmedian .*\n\nComparison needs 5 earlier successful runs; there are 0\./,
      );
    }
    const answer = JSON.parse((await cli('perf', 'good', '--from', '1h', '--json')).stdout.toString()) as object;
    expect(answer).toMatchObject({ namespace: 'shop', name: 'good', run: { runs: 1 }, regressions: null });
  });

  test('of one that never succeeded, and of one nobody knows', async () => {
    expect((await cli('perf', 'bad')).stdout.toString()).toBe('No run succeeded in this time range.\n');
    const { stderr, code } = await cli('perf', 'nobody');
    expect(stderr).toContain('No pipeline nobody has been seen. Known pipelines: default/bad, shop/good.');
    expect(code).toBe(1);
  });
});

describe('runs list', () => {
  test('as a table, newest first', async () => {
    const { stdout, code } = await program('runs', 'list', '--verbose');
    const [title, bad, howItEnded, good] = stdout.toString().split('\n');
    expect(code).toBe(0);
    expect(title).toMatch(/^STARTED +PIPELINE +STATE +TIME +READ +WRITTEN +LEDGER +RUN$/);
    expect(bad).toContain('✕ Failed');
    expect(howItEnded).toBe('  node: page 8 is missing');
    expect(good).toContain('shop/good');
    expect(stdout.includes('\u001b')).toBe(false);
  });

  test.each([
    [['--pipeline', 'good'], ['good']],
    [['--state', 'failed,lost'], ['bad']],
    [['--limit', '1'], ['bad']],
    [
      ['--from', '1h'],
      ['bad', 'good'],
    ],
    [['--to', '1h'], []],
  ])('%j', async (args, pipelines) => {
    expect((await runs(...args)).map(({ pipeline }) => pipeline)).toEqual(pipelines);
  });

  test('start, end and duration of a run agree, whatever it left running', async () => {
    for (const { startedAt, finishedAt, durationMs } of await runs()) {
      const apartMs = Date.parse(finishedAt ?? '') - Date.parse(startedAt) - durationMs;
      expect(Math.abs(apartMs)).toBeLessThanOrEqual(1);
    }
  });

  test('nothing found is said on stderr', async () => {
    const { stdout, stderr } = await cli('runs', 'list', '--pipeline', 'none');
    expect([stdout.toString(), stderr]).toEqual(['', 'No runs match.\n']);
  });

  test.each([
    [['--from', 'yesterday'], '"yesterday" is not a time'],
    [['--limit', '0'], 'from 1 to 500'],
    [['--state', 'fialed'], 'sightglass: "fialed" is not a run state; did you mean failed? [PARAMETER_INVALID]\n'],
    [['--lmit', '5'], 'unknown option "--lmit". Did you mean --limit? [USAGE]\nSee `sightglass runs list --help`.'],
  ])('used wrongly: %j', async (args, message) => {
    const { code, stderr } = await cli('runs', 'list', ...args);
    expect(code).toBe(2);
    expect(stderr).toContain(message);
  });
});

describe('traces', () => {
  test('as a table, found by what is asked of their spans, and as JSON', async () => {
    const { stdout, stderr, code } = await program('traces');
    expect(code).toBe(0);
    const [title, ...lines] = stdout.toString().trimEnd().split('\n');
    expect(title).toMatch(/^STARTED +TIME +SPANS +FAILED +SERVICE +NAME +RUN +TRACE$/);
    expect(lines).toHaveLength(2);
    expect(stderr).toContain(`Open one: ${server.url}/traces/<trace>`);
    const failed = await cli('traces', '--status', 'error', '--from', '1h', '--json');
    const { items } = traceList.parse(JSON.parse(failed.stdout.toString()));
    expect(items).toMatchObject([{ runs: [{ pipeline: 'bad' }] }]);
    const found = await cli('traces', 'pipeline:good', '--max', '1m', '--sort', 'slowest');
    expect(found.stdout.toString()).toMatch(/ good +[0-9a-f]{32}\n$/);
    expect((await cli('traces', 'pipeline:nobody')).stderr).toBe('No traces match.\n');
  });

  test('used wrongly, with what to write', async () => {
    expect((await cli('traces', '--status', 'broken')).stderr).toContain('Give one of ok, error.');
    expect((await cli('traces', 'severity:ERROR')).stderr).toContain('Write status:error');
  });
});

describe('metrics', () => {
  test('are found by words, and shown over time', async () => {
    await sendGauge(server.url);
    await expect.poll(async () => (await cli('metrics', 'list', 'queue')).stdout.toString()).toMatch(/mailer/);
    const list = await program('metrics', 'list', 'LENGTH');
    expect(list.stdout.toString()).toMatch(
      /^NAME +TYPE +UNIT +POINTS +LATEST +SERVICES\nqueue\.length +gauge +message +2 +\S+ \S+ +mailer\n$/,
    );
    const shown = (await cli('metrics', 'show', 'queue.length', '--by', 'queue')).stdout.toString();
    expect(shown).toContain('a gap is a step in which nothing was received.');
    expect(shown).toMatch(/\nLINE +OVER TIME +LEAST +MOST +LATEST\nqueue=mail +.*▄.* +3 +7 +7\n$/);
    const json = await cli('metrics', 'show', 'queue.length', '--aggregation', 'max', '--step', '600', '--json');
    expect(metricSeries.parse(JSON.parse(json.stdout.toString()))).toMatchObject({ stepSeconds: 600, type: 'gauge' });
    const { code, stderr } = await cli('metrics', 'show', 'queue');
    expect([code, stderr]).toEqual([1, expect.stringContaining('No metric is called "queue". Alike: queue.length.')]);
    const before = ['a', 'b', 'c', 'd', 'e'].map((letter) => `${letter}.queue.length`);
    await sendGauge(server.url, before);
    const listed = async () => (await cli('metrics', 'list', 'length')).stdout.toString();
    await expect.poll(listed).toContain(before.at(-1));
    const earlier = await cli('metrics', 'show', 'queue.length', '--from', '2h', '--to', '1h');
    expect([earlier.code, earlier.stderr]).toEqual([0, 'Nothing was measured of queue.length in this time.\n']);
  });
});

test('a range that ends before it begins is said once', async () => {
  const { code, stderr } = await cli('runs', 'list', '--from', '1h', '--to', '2h');
  expect(code).toBe(2);
  expect(stderr.match(/is after to/g)).toHaveLength(1);
});

describe('runs show', () => {
  test('tells the story of a failed run', async () => {
    const [bad] = await runs('--pipeline', 'bad');
    const runId = bad?.runId ?? '';
    const { stdout } = await program('runs', 'show', runId);
    expect(stdout.toString()).toMatch(/failed at node .*page 8 is missing\.\n +RangeError · exit code 1\n/);
    expect(stdout.toString()).toContain(`${server.url}/pipelines/default/bad/runs/${runId}\n`);
    const json = await cli('runs', 'show', runId, '--json');
    const answer: unknown = JSON.parse(json.stdout.toString());
    expect(runDetail.parse(answer)).toMatchObject({ exitCode: 1, failure: { type: 'RangeError' } });
    expect(answer).toMatchObject({ checks: { items: [] }, databases: [], apis: [] });
  });

  test('a run that is not there', async () => {
    const { code, stderr } = await cli('runs', 'show', 'nope');
    expect(code).toBe(1);
    expect(stderr).toBe(
      'sightglass: No run has an id that starts with "nope". [NOT_FOUND]\nList runs: sightglass runs list\n',
    );
  });

  test('the first characters of an id are enough, if they are of one run', async () => {
    const [bad, good] = await runs();
    const runId = bad?.runId ?? '';
    const length = Array.from(runId).findIndex((letter, at) => letter !== good?.runId[at]) + 1;
    expect((await cli('runs', 'show', runId.slice(0, length))).stdout.toString()).toContain(`/runs/${runId}\n`);
    const logs = await cli('logs', 'reading', '--json', '--run', runId.slice(0, length));
    expect(logs.stdout.toString()).toContain('reading orders');
    const several = await cli('runs', 'show', runId.slice(0, 3));
    expect(several.code).toBe(2);
    expect(several.stderr).toContain(`Several runs have an id that starts with "${runId.slice(0, 3)}": [AMBIGUOUS]\n`);
    expect(several.stderr).toContain(`\n  ${runId}  `);
  });

  test('calls the state of a run what `runs list` calls it', async () => {
    for (const { runId, shown } of await runs()) {
      expect((await cli('runs', 'list')).stdout.toString()).toMatch(new RegExp(`${shown.word}.* ${runId}\n`));
      expect((await cli('runs', 'show', runId)).stdout.toString().split('\n')[0]).toContain(shown.word);
    }
  });

  test('the request that failed is shown with --verbose only', async () => {
    const silent = await cli('runs', 'list', '--from', '1h', '--to', '2h');
    expect(silent.stderr).not.toMatch(/Bad Request|api\/v1/);
    const verbose = await cli('runs', 'list', '--from', '1h', '--to', '2h', '--verbose');
    expect(verbose.stderr).toContain('400 from /api/v1/runs');
  });
});

describe('an id that runs of several pipelines have', () => {
  const runId = 'scheduled__2026-11-29T02:00:00+00:00';
  const exec = (pipeline: string, ...command: string[]) =>
    program('exec', '--pipeline', pipeline, '--run-id', runId, '--', ...command);
  beforeAll(async () => {
    await exec('dag_a', process.execPath, '-e', 'throw new Error("dag_a broke")');
    await exec('dag_b', 'echo', 'all is well');
    await until('the runs of both pipelines are over', async () => {
      const shared = await Promise.all(['dag_a', 'dag_b'].map((pipeline) => runs('--pipeline', pipeline)));
      return shared.map(([one]) => one?.state).join() === 'failed,succeeded';
    });
  });

  test.each([
    ['runs', 'show', runId],
    ['runs', 'show', 'scheduled__'],
    ['logs', '--run', runId],
  ])('%s %s names each run when none is meant', async (...args) => {
    const { code, stderr } = await cli(...args);
    expect(code).toBe(2);
    expect(stderr).toMatch(/Several runs have the id|Several runs have an id that starts with/);
    expect(stderr).toMatch(/ {2}dag_b\n.* {2}dag_a\nName one: add --pipeline/s);
  });

  test('each is shown, and has its own logs, by its pipeline', async () => {
    expect((await cli('runs', 'show', 'scheduled', '--pipeline', 'dag_a')).stdout.toString()).toContain('dag_a broke');
    const { stdout } = await cli('runs', 'show', runId, '--pipeline', 'dag_b', '--json');
    expect(JSON.parse(stdout.toString())).toMatchObject({ state: 'succeeded', pipeline: 'dag_b' });
    const logs = await cli('logs', '--json', '--run', runId, '--pipeline', 'dag_b');
    expect(logs.stdout.toString()).toContain('all is well');
    expect(logs.stdout.toString()).not.toContain('dag_a');
  });
});

describe('logs', () => {
  const found = async (...args: string[]) =>
    (await cli('logs', '--json', ...args)).stdout
      .toString()
      .trimEnd()
      .split('\n')
      .filter(Boolean)
      .map((line) => logRecord.parse(JSON.parse(line)));

  test('words, filters, oldest first', async () => {
    expect((await found('reading')).map(({ body }) => body)).toEqual(['reading orders']);
    expect((await found('page:7', '--pipeline', 'bad')).map(({ body }) => body)).toEqual(['slow page']);
    const serious = (await found('--severity', 'WARN+', '--stage', 'node')).map(({ body }) => body);
    expect(serious).toEqual(expect.arrayContaining(['slow page', 'RangeError: page 8 is missing']));
    expect(serious).not.toContain('reading orders');
    const printed = (await found('--pipeline', 'bad')).map(({ body }) => body);
    expect(printed.indexOf('reading orders')).toBeLessThan(printed.indexOf('slow page'));
  });

  test('as text, with stack traces below', async () => {
    const { stdout } = await cli('logs', 'missing', '--severity', 'ERROR');
    expect(stdout.toString()).toMatch(/ERROR +bad\/node +RangeError: page 8 is missing\n +RangeError/);
  });

  test.each([
    [[], false],
    [['--all'], true],
    [['--severity', 'WARN+'], true],
    [['--json'], true],
    [['event:pipeline.stage.finished'], true],
  ])('with %j the end of a stage, which is routine, is told: %s', async (args, isShown) => {
    const { stdout } = await cli('logs', '--pipeline', 'bad', ...args);
    expect(stdout.toString().includes('node failed')).toBe(isShown);
    expect(stdout.toString()).not.toContain('No log records');
  });

  test('as text, with attributes beside', async () => {
    expect((await cli('logs', 'slow')).stdout.toString()).toMatch(/WARN +bad\/node +slow page {2}page=7\n/);
  });

  test('what would steer the terminal is shown instead; JSON is exact', async () => {
    const body = '\u001b]0;owned\u0007\u001b[2J never seen \u202e';
    const pipeline = 'evil\u001b[31m\nname';
    await program(
      'exec',
      '--pipeline',
      pipeline,
      '--stage',
      's\u001b[0m',
      '--',
      process.execPath,
      '-e',
      `console.log(JSON.stringify({ msg: ${JSON.stringify(body)} })); process.exit(3)`,
    );
    await expect.poll(async () => (await found('--pipeline', pipeline, 'never'))[0]?.body).toBe(body);
    await expect.poll(async () => (await runs('--pipeline', pipeline))[0]?.state).toBe('failed');
    const [run] = await runs('--pipeline', pipeline);
    for (const args of [
      ['logs', '--pipeline', pipeline],
      ['runs', 'list'],
      ['runs', 'show', run?.runId ?? ''],
    ]) {
      const { stdout } = await cli(...args);
      expect(stdout.toString()).toContain('␛[31m␊name');
      expect(stdout.toString().replaceAll('\n', '')).not.toMatch(/\p{Cc}|\u202e/u);
    }
  });

  test.each([[[]], [['--follow']], [['--all']]])(
    'a quote left open is refused as it was typed: %j',
    async (options) => {
      const { code, stderr } = await cli('logs', 'late "un closed', ...options);
      expect(code).toBe(2);
      expect(stderr).toContain('"un closed at character 6 opens a quote that is not closed.');
    },
  );

  test('what is followed has no range', async () => {
    const { code, stderr } = await cli('logs', '--follow', '--from', '1h');
    expect([code, stderr]).toEqual([2, expect.stringContaining('cannot be used with option "--from <time>"')]);
  });

  test('--follow shows what arrives, until Ctrl-C', async () => {
    const following = space.start(['logs', '--follow', '--pipeline', 'late', '--json', '--url', server.url]);
    const repeating = ['sh', '-c', 'while sleep 0.2; do echo news; done'];
    const telling = space.start(['exec', '--pipeline', 'late', '--', ...repeating], here());
    await following.printed('"news"');
    for (const { child } of [telling, following]) child.kill('SIGINT');
    expect((await following.done).code).toBe(0);
    await telling.done;
  });
});

test('--follow goes on after the connection broke, and passes on what was left out', async () => {
  const record = await anyRecord();
  let connections = 0;
  const flaky = createServer((_, response) => {
    connections += 1;
    response.writeHead(200, { 'content-type': 'text/event-stream' });
    response.end(
      `data: ${JSON.stringify({ ...record, body: `of connection ${connections}` })}\n\nevent: dropped\ndata: {"count":7}\n\n`,
    );
  }).listen(0, '127.0.0.1');
  await once(flaky, 'listening');
  const url = `http://127.0.0.1:${(flaky.address() as AddressInfo).port}`;
  const following = space.start(['logs', '-f', '--url', url]);
  await following.printed('of connection 2');
  following.child.kill('SIGINT');
  const { code, stderr } = await following.done;
  flaky.close();
  expect(code).toBe(0);
  expect(stderr).toContain('"count":7');
});

const anyRecord = async () => {
  const { stdout } = await cli('logs', '--json', '--limit', '1');
  return logRecord.parse(JSON.parse(stdout.toString()));
};

describe('doctor', () => {
  test('is content with a running server', async () => {
    const { code, stdout } = await program('doctor', '--json');
    const report = JSON.parse(stdout.toString()) as { ok: boolean; checks: { name: string; state: string }[] };
    expect(report.ok).toBe(true);
    expect(code).toBe(0);
    expect(report.checks.find(({ name }) => name === 'server')?.state).toBe('ok');
    expect(report.checks.find(({ name }) => name === 'clock')?.state).toBe('ok');
  });

  test('says what is wrong and what to do', async () => {
    const { code, stdout } = await cli('doctor', '--url', 'http://127.0.0.1:9', '--data', '/proc/none');
    expect(code).toBe(1);
    expect(stdout.toString()).toMatch(/✕ server +nothing answers at http:\/\/127.0.0.1:9\n +Is --url/);
    expect(stdout.toString()).toMatch(/✕ data folder/);
  });
});
