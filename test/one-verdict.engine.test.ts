import { globSync, readFileSync } from 'node:fs';
import { runIdAt, sentenceText } from '@sightglass/model';
import {
  apiDetail,
  apiList,
  contractHealthPage,
  pipelineDetail,
  pipelineList,
  runDetail,
  runPage,
  type Pipeline,
  type Run,
} from '@sightglass/model/rest';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { renderRun } from '../packages/cli/src/output/run-picture.ts';
import { createStyle } from '../packages/cli/src/output/style.ts';
import { allReceivedAt } from '../packages/server/src/reception/reception-time.ts';
import { startTestApi, type TestApi } from '../packages/server/src/rooms/_api.ts';
import { missedEvent } from '../packages/server/src/rooms/pipelines/missed-event.ts';
import { checkEvents } from '../packages/server/src/rooms/contracts/_checks.ts';
import { type EventAttributes, eventsRequest, lifecycleEvent } from '../packages/server/src/rooms/runs/_runs.ts';

const nowMs = Date.now();
const minuteMs = 60_000;
const namespace = 'shop';

/** How a run of a situation went; the last of its pipeline, `earlier` before it. */
interface Situation {
  readonly name: string;
  readonly rows?: EventAttributes;
  /** Absent: it has not ended. */
  readonly end?: 'succeeded' | 'failed' | 'aborted';
  readonly finish?: EventAttributes;
  readonly start?: EventAttributes;
  readonly stageState?: 'succeeded' | 'failed' | 'aborted';
  readonly silentForMs?: number;
  readonly earlier?: readonly Earlier[];
  readonly more?: (own: EventAttributes, atMs: number) => object[];
  readonly isMissed?: boolean;
  readonly word: string;
  readonly verdict: string;
  readonly sentence: RegExp;
}
type Bare = Omit<Situation, 'word' | 'verdict' | 'sentence' | 'earlier'>;
type Earlier = Omit<Bare, 'name'>;

const rows = (read: number, written: number, rejected = 0): EventAttributes => ({
  rowsRead: read,
  rowsWritten: written,
  rowsRejected: rejected,
});
const good: Bare = { name: '', rows: rows(1_000, 980, 20), end: 'succeeded' };
const usually: readonly Earlier[] = Array.from({ length: 8 }, () => good);
const thrown = { exceptionType: 'Error', exceptionMessage: 'connection refused' };
const utcClock = (atMs: number) => new Date(atMs).toISOString().slice(11, 16);
const deadlineAt = (offsetMs: number): EventAttributes => ({
  pipelineDeadline: utcClock(nowMs + offsetMs),
  pipelineTimeZone: 'UTC',
});

/** Cron of every day at this minute. */
const dailyAt = (atMs: number) => `${new Date(atMs).getUTCMinutes()} ${new Date(atMs).getUTCHours()} * * *`;

const situations: readonly Situation[] = [
  {
    ...good,
    name: 'succeeded',
    word: 'Succeeded',
    verdict: 'Ready to use',
    sentence: /^Ready to use: loaded 980 rows .*; 20 rejected\.$/,
  },
  {
    ...good,
    name: 'as usual',
    earlier: usually,
    word: 'Succeeded',
    verdict: 'Ready to use',
    sentence: /Usual time\.$/,
  },
  {
    ...good,
    rows: rows(1_000, 700, 300),
    name: 'rejects unusual',
    earlier: usually,
    word: 'More rejects than usual',
    verdict: 'Usable, but check',
    sentence: /300 rejected, 30% of all and usually 2%\. Usual time\.$/,
  },
  {
    ...good,
    rows: rows(1_000, 700, 300),
    name: 'rejects without usual',
    word: 'Many rows rejected',
    verdict: 'Usable, but check',
    sentence: /300 rejected, 30% of all\.$/,
  },
  {
    ...good,
    rows: rows(1_000, 300, 700),
    name: 'most rejected',
    word: 'Most rows rejected',
    verdict: 'Usable, but check',
    sentence: /70% of all/,
  },
  {
    ...good,
    rows: rows(1_000, 0, 1_000),
    name: 'all rejected',
    word: 'All rows rejected',
    verdict: 'Not loaded',
    sentence: /^Not loaded: all 1,000 rows were rejected /,
  },
  {
    ...good,
    rows: rows(1_000, 900),
    name: 'rows missing',
    word: 'Rows missing',
    verdict: 'Usable, but check',
    sentence: /but 100 rows are missing\.$/,
  },
  {
    ...good,
    rows: rows(1_000, 1_012),
    name: 'extra rows',
    word: 'Extra rows',
    verdict: 'Usable, but check',
    sentence: /but 12 more rows were written than were read\.$/,
  },
  {
    ...good,
    rows: {},
    name: 'no counts',
    word: 'Succeeded',
    verdict: 'Finished',
    sentence: /^Finished .*; nothing was counted, so check the data yourself\.$/,
  },
  { ...good, rows: rows(0, 0), name: 'empty', word: 'Succeeded', verdict: 'Finished', sentence: /nothing was counted/ },
  {
    ...good,
    rows: rows(0, 5),
    name: 'only written',
    word: 'Extra rows',
    verdict: 'Usable, but check',
    sentence: /5 more rows were written/,
  },
  {
    name: 'failed at a stage',
    rows: rows(1_000, 400),
    end: 'failed',
    stageState: 'failed',
    finish: thrown,
    word: 'Failed',
    verdict: 'Not usable',
    sentence: /^Not usable: failed at load .* ago: connection refused\.$/,
  },
  {
    name: 'failed without a stage',
    end: 'failed',
    finish: { processExitCode: 3 },
    word: 'Failed',
    verdict: 'Not loaded',
    sentence: /^Not loaded: failed .* ago: exit code 3\.$/,
  },
  {
    name: 'stopped by a signal',
    rows: rows(1_000, 400),
    end: 'aborted',
    stageState: 'aborted',
    finish: { processExitSignal: 'SIGTERM' },
    word: 'Stopped',
    verdict: 'Not usable',
    sentence: /^Not usable: stopped by SIGTERM at load .* ago, after 30 s\.$/,
  },
  {
    name: 'no signal',
    rows: rows(1_000, 400),
    silentForMs: 60 * minuteMs,
    word: 'No signal',
    verdict: 'Not usable',
    sentence: /^Not usable: no signal since .*\. It may still be running\.$/,
  },
  {
    name: 'missed',
    isMissed: true,
    earlier: usually,
    word: 'Missed',
    verdict: 'Not loaded',
    sentence: /^Not loaded: was due .* and (did|has) not start/,
  },
  {
    name: 'running',
    rows: rows(1_000, 400),
    word: 'Running',
    verdict: 'Wait',
    sentence: /^Wait: running for .*, 400 rows so far\.$/,
  },
  {
    name: 'running late',
    rows: rows(10, 4),
    start: deadlineAt(-minuteMs),
    word: 'Running',
    verdict: 'Wait',
    sentence: /Missed its deadline of /,
  },
  {
    name: 'running again',
    rows: rows(10, 4),
    earlier: [{ end: 'failed', rows: rows(10, 0) }],
    word: 'Running',
    verdict: 'Wait',
    sentence: /^Wait: running for /,
  },
  {
    ...good,
    name: 'met its deadline',
    start: deadlineAt(60 * minuteMs),
    word: 'Succeeded',
    verdict: 'Ready to use',
    sentence: /Met its deadline of /,
  },
  {
    ...good,
    name: 'ended late',
    start: { ...deadlineAt(-5 * minuteMs), pipelineSchedule: dailyAt(nowMs - 10 * minuteMs) },
    word: 'Succeeded',
    verdict: 'Ready to use',
    sentence: /^Ready to use, but late: .* Missed its deadline of /,
  },
  {
    ...good,
    name: 'contract failed',
    more: (own, atMs) => checkEvents({ ...place(own), atMs, broken: 50 }),
    word: 'Contract failed',
    verdict: 'Usable, but check',
    sentence: /but a file failed contract orders\.$/,
  },
  {
    ...good,
    name: 'contract passed',
    more: (own, atMs) => checkEvents({ ...place(own), atMs }),
    word: 'Succeeded',
    verdict: 'Ready to use',
    sentence: /^Ready to use/,
  },
  {
    ...good,
    name: 'without lookup data',
    more: (own, atMs) => [affected(own, atMs)],
    word: 'Loaded without lookup data',
    verdict: 'Usable, but check',
    sentence: /but 7 rows were loaded without data from airports\.$/,
  },
];

const place = (own: EventAttributes) => ({ runId: String(own.runId), pipeline: String(own.pipelineName) });
const affected = (own: EventAttributes, atMs: number): object =>
  lifecycleEvent('rows', atMs, {
    ...own,
    dependencyName: 'airports',
    dependencyPolicy: 'load-unenriched',
    errorType: 'timeout',
    dependencyRows: 7,
    stageId: 'a'.repeat(16),
  });

const eventsOf = (pipeline: string, one: Earlier, startMs: number): object[] => {
  const own = { runId: runIdAt(startMs), pipelineName: pipeline, pipelineNamespace: namespace };
  if (one.isMissed === true) return [];
  const stage = { ...own, stageId: 'a'.repeat(16), stageName: 'load' };
  const started = { ...own, runStartedAt: new Date(startMs).toISOString(), ...one.start };
  const ended = one.stageState ?? one.end;
  const hasStage = one.rows !== undefined;
  return [
    lifecycleEvent('runStarted', startMs, { ...started, runHeartbeatIntervalMs: 10_000 }),
    ...(hasStage ? [lifecycleEvent('stageStarted', startMs + 1, stage)] : []),
    ...(hasStage && ended === undefined
      ? [lifecycleEvent('stageProgress', startMs + 2, { ...stage, ...one.rows })]
      : []),
    ...(hasStage && ended !== undefined
      ? [lifecycleEvent('stageFinished', startMs + 29_000, { ...stage, ...one.rows, stageState: ended })]
      : []),
    ...(one.more?.(own, startMs + 20_000) ?? []),
    ...(one.end === undefined
      ? []
      : [
          lifecycleEvent('runFinished', startMs + 30_000, {
            ...started,
            runState: one.end,
            runDurationMs: 30_000,
            ...one.finish,
          }),
        ]),
  ];
};

let api: TestApi;
let pipelines: readonly Pipeline[];
const get = async (url: string): Promise<unknown> => {
  const answer = await api.app.inject(`/api/v1${url}`);
  expect(answer.statusCode, answer.body).toBe(200);
  return answer.json();
};

beforeAll(async () => {
  api = await startTestApi(() => allReceivedAt(nowMs));
  for (const situation of situations) {
    const { name, earlier = [], silentForMs = 0 } = situation;
    const atMs = nowMs - 2 * minuteMs - silentForMs;
    const before = earlier.flatMap((one, index) =>
      eventsOf(name, one, atMs - (earlier.length - index) * 60 * minuteMs),
    );
    await api.engine.insert('logs', [eventsRequest([...before, ...eventsOf(name, situation, atMs)])], {
      receivedAt: new Date(nowMs - silentForMs),
    });
  }
  const missed = {
    lastStartedAtMs: 0,
    namespace,
    name: 'missed',
    schedule: '0 2 * * *',
    timeZone: '',
    deadline: '',
    owner: '',
    criticality: '',
    dueAtMs: nowMs - 2 * minuteMs,
    nowMs,
  };
  await api.engine.insert('logs', [missedEvent(missed, missed)]);
  pipelines = pipelineList.parse(await get('/pipelines')).items;
});
afterAll(() => api[Symbol.asyncDispose]());

const plain = { ...createStyle(process.stdout), paint: (_: unknown, text: string) => text };
const oneLine = (text: string) => text.replaceAll(/\s+/gu, ' ');

describe.each(situations)('a run: $name', ({ name, word, verdict, sentence }) => {
  const found = (): { pipeline: Pipeline; last: Run } => {
    const pipeline = pipelines.find((one) => one.name === name);
    if (pipeline === undefined) throw new Error(`no pipeline ${name}`);
    return { pipeline, last: pipeline.lastRun };
  };

  it('has the word, verdict and sentence it should have', () => {
    const { last } = found();
    expect([last.shown.word, last.verdict.words]).toEqual([word, verdict]);
    expect(last.sentence).toMatch(sentence);
  });

  it('is the same in the list, the strip, on its page, at its pipeline and in the terminal', async () => {
    const { pipeline, last } = found();
    const { items } = runPage.parse(await get(`/runs?namespace=${namespace}&pipeline=${encodeURIComponent(name)}`));
    const detail = runDetail.parse(await get(`/runs/${last.runId}`));
    const page = pipelineDetail.parse(await get(`/pipelines/${namespace}/${encodeURIComponent(name)}`));
    const [listed] = items;
    const spoken = ({ shown, verdict: id, sentenceParts, outcome }: Run) => ({
      shown,
      verdict: id,
      sentenceParts,
      outcome,
    });
    expect(listed && spoken(listed)).toEqual(spoken(last));
    expect(spoken(detail)).toEqual(spoken(last));
    expect(spoken(page.lastRun)).toEqual(spoken(last));
    expect(pipeline.shown).toEqual(last.shown);
    expect(pipeline.recentRuns.at(-1)).toMatchObject({ shown: last.shown, verdict: last.verdict });
    for (const mark of pipeline.recentRuns) {
      const own = items.find(({ runId }) => runId === mark.runId);
      expect([mark.shown, mark.verdict]).toEqual([own?.shown, own?.verdict]);
    }
    const noChecks = { items: [], files: 0, counts: { fail: 0, warn: 0, skip: 0, pass: 0 }, nextCursor: null };
    const text = renderRun({ run: detail, checks: noChecks, databases: [], apis: [], url: 'http://x' }, plain);
    expect(text).toContain(last.shown.word);
    const here = sentenceText(detail.sentenceParts, { nowMs: Date.now() });
    expect(oneLine(text)).toContain(here.slice(0, 20));
  });
});

it('a pipeline that runs again after a failure tells of it', () => {
  const again = pipelines.find(({ name }) => name === 'running again');
  expect(again?.sentence).toMatch(/ The run before failed \(at load, .*\)\.$/);
});

it('home opens with the most urgent pipeline, and counts the others', async () => {
  const list = pipelineList.parse(await get('/pipelines'));
  expect(list.sentence).toMatch(/failed.* ago, and \d+ more pipelines need attention\.$/);
  const [first] = list.items.toSorted((a, b) => a.urgency - b.urgency);
  expect(first?.shown.id).toBe('failed');
});

it('contracts and APIs have a verdict, a state and a sentence', async () => {
  const contracts = contractHealthPage.parse(await get('/checks'));
  expect(contracts.items.map(({ pipeline }) => pipeline)).toEqual(['contract failed', 'contract passed']);
  const [failed] = contracts.items;
  expect(failed).toMatchObject({ shown: { word: 'Failed' }, verdict: { id: 'failed' }, needsAttention: true });
  expect(failed?.sentence).toMatch(/^orders\.csv failed contract orders .* ago: 50 of 1,000 rows were rejected\.$/);
  expect(contracts.sentence).toMatch(/^orders\.csv failed contract orders/);
  const apis = apiList.parse(await get('/apis'));
  const one = apiDetail.parse(await get('/apis/airports'));
  expect(apis.items[0]).toMatchObject({ shown: one.shown, verdict: one.verdict, sentenceParts: one.sentenceParts });
});

it('no page and no command judges for itself', () => {
  const judging =
    /\b(runVerdict|runVerdictOf|isRejectedUnusual|shownRun|shownStage|runSentence|runOutcome|pipeline(s?Sentence|Verdict|Urgency)|shownPipeline|database(s?Sentence|Verdict)|shownDatabase|api(s?Sentence|Verdict|StateOf|Outcome)|shownApi|contract(s?Sentence|Verdict)|shownContract)\b(?=[^;]*from '@sightglass\/model')/u;
  const files = globSync('packages/{dashboard,cli}/src/**/*.{ts,tsx}').filter(
    (file) => !/\.test\.ts$|\/testing\.ts$/u.test(file),
  );
  expect(files.length).toBeGreaterThan(100);
  expect(files.filter((file) => judging.test(readFileSync(file, 'utf8')))).toEqual([]);
});
