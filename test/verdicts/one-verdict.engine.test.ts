import { globSync, readFileSync } from 'node:fs';
import { sentenceText } from '@sightglass/model';
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
  type RunDetail,
} from '@sightglass/model/rest';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { renderRunList } from '../../packages/cli/src/output/run/run-list.ts';
import { renderRun } from '../../packages/cli/src/output/run/run-picture.ts';
import { createStyle } from '../../packages/cli/src/output/style.ts';
import { planPipe } from '../../packages/dashboard/src/pipe/plan/plan.ts';
import { allReceivedAt } from '../../packages/server/src/reception/reception-time.ts';
import { startTestApi, type TestApi } from '../../packages/server/src/rooms/_api.ts';
import { missedEvent } from '../../packages/server/src/rooms/pipelines/missed-event.ts';
import { eventsRequest } from '../../packages/server/src/rooms/runs/_runs.ts';
import { eventsOf, namespace, type Situation } from './_situation-events.ts';
import { minuteMs, nowMs, situations } from './_situations.ts';

let api: TestApi;
let pipelines: readonly Pipeline[];
let runs: readonly Run[];
const details = new Map<string, RunDetail>();
const get = async (url: string): Promise<unknown> => {
  const answer = await api.app.inject(`/api/v1${url}`);
  expect(answer.statusCode, answer.body).toBe(200);
  return answer.json();
};

const segmentOf = ({ name, earlier = [], ...situation }: Situation): object[] => {
  const atMs = nowMs - 2 * minuteMs - (situation.silentForMs ?? 0);
  const before = earlier.flatMap((one, index) => eventsOf(name, one, atMs - (earlier.length - index) * 60 * minuteMs));
  return [...before, ...eventsOf(name, situation, atMs)];
};

beforeAll(async () => {
  api = await startTestApi(() => allReceivedAt(nowMs));
  for (const [silentForMs, alike] of Map.groupBy(situations, (one) => one.silentForMs ?? 0)) {
    await api.engine.insert('logs', [eventsRequest(alike.flatMap(segmentOf))], {
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
    environment: null,
  };
  await api.engine.insert('logs', [missedEvent(missed, missed)]);
  pipelines = pipelineList.parse(await get('/pipelines')).items;
  runs = runPage.parse(await get(`/runs?namespace=${namespace}&limit=500`)).items;
  for (const { lastRun } of pipelines) {
    details.set(lastRun.runId, runDetail.parse(await get(`/runs/${lastRun.runId}`)));
  }
});
afterAll(() => api[Symbol.asyncDispose]());

/** States of a run that its rows alone give it: its one stage counted them. */
const aboutRows = new Set(['rejected', 'doubtful', 'unbalanced']);
const plainly = { id: 'succeeded', word: 'Succeeded', tone: 'fluid' };

const plain = { ...createStyle(process.stdout), paint: (_: unknown, text: string) => text };
const oneLine = (text: string) => text.replaceAll(/\s+/gu, ' ');

describe.each(situations)('a run: $name', ({ name, word, pipelineWord, verdict, sentence }) => {
  const found = (): { pipeline: Pipeline; last: Run; detail: RunDetail; items: readonly Run[] } => {
    const pipeline = pipelines.find((one) => one.name === name);
    if (pipeline === undefined) throw new Error(`no pipeline ${name}`);
    const detail = details.get(pipeline.lastRun.runId);
    if (detail === undefined) throw new Error(`no run of ${name}`);
    return { pipeline, last: pipeline.lastRun, detail, items: runs.filter((run) => run.pipeline === name) };
  };

  it('has the word, verdict and sentence it should have', () => {
    const { last } = found();
    expect([last.shown.word, last.verdict.words]).toEqual([word, verdict]);
    expect(last.sentence).toMatch(sentence);
  });

  it('is the same in the list, the strip, on its page, at its pipeline and in the terminal', async () => {
    const { pipeline, last, detail, items } = found();
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
    if (pipelineWord === undefined) expect(pipeline.shown).toEqual(last.shown);
    else expect(pipeline.shown.word).toBe(pipelineWord);
    expect(pipeline.recentRuns.at(-1)).toMatchObject({ shown: last.shown, verdict: last.verdict });
    for (const mark of pipeline.recentRuns) {
      const own = items.find(({ runId }) => runId === mark.runId);
      expect([mark.shown, mark.verdict]).toEqual([own?.shown, own?.verdict]);
    }
    const noChecks = { items: [], files: 0, counts: { fail: 0, warn: 0, skip: 0, pass: 0 }, nextCursor: null };
    const text = renderRun({ run: detail, checks: noChecks, databases: [], apis: [], url: 'http://x' }, plain);
    expect(text).toContain(last.shown.word);
    // One duration in every line of one answer.
    const { runningSince, durationMs } = detail;
    const answeredAtMs = typeof runningSince === 'string' ? Date.parse(runningSince) + durationMs : Date.now();
    const here = sentenceText(detail.sentenceParts, { nowMs: answeredAtMs });
    expect(oneLine(text)).toContain(here.slice(0, 20));
  });

  it('has a stage that does not contradict it, in the answer and in the pipe', () => {
    const { last, detail } = found();
    for (const stage of detail.stages) {
      if (stage.state === 'succeeded') expect(stage.shown).toEqual(aboutRows.has(last.shown.id) ? last.shown : plainly);
      else expect(stage.shown.id).toBe(stage.state);
    }
    const read = planPipe(detail).sections.map(({ section: { stageIds, shown } }) => [stageIds[0], shown]);
    expect(read.filter(([id]) => id !== undefined)).toEqual(detail.stages.map((stage) => [stage.stageId, stage.shown]));
  });

  it('is the same in the list of the terminal', () => {
    const { last, items } = found();
    const lines = renderRunList(items, plain).split('\n');
    const at = lines.findIndex((line) => line.includes(last.runId));
    expect(lines[at]).toContain(` ${word} `);
    if (last.outcome !== '') expect(lines[at + 1]?.trim()).toBe(last.outcome);
    else expect(lines[at + 1] ?? '').not.toMatch(/^ {2}/u);
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
  expect(contracts.items.map(({ pipeline }) => pipeline)).toEqual([
    'contract failed',
    'contract passed with warnings',
    'read nothing from a file with warnings',
    'file not checked',
    'contract passed',
  ]);
  const [failed] = contracts.items;
  expect(failed).toMatchObject({ shown: { word: 'Failed' }, verdict: { id: 'failed' }, needsAttention: true });
  expect(failed?.sentence).toMatch(/^orders\.csv failed contract orders .* ago: 50 of 1,000 rows were rejected\.$/);
  expect(contracts.sentence).toMatch(/^orders\.csv failed contract orders/);
  const apis = apiList.parse(await get('/apis'));
  const one = apiDetail.parse(await get('/apis/airports'));
  expect(apis.items[0]).toMatchObject({ shown: one.shown, verdict: one.verdict, sentenceParts: one.sentenceParts });
});

/** Where the word of a bare state is right: nothing there is a run or a stage with rows. */
const bareStates = [
  // What a row of the program's own audit table holds, before a server has it.
  'packages/cli/src/output/audit-trial.ts',
  // The server names what each bar is shown as; this is its word and sign.
  'packages/dashboard/src/pages/home/RunStrip.tsx',
  // Names of the states to choose from.
  'packages/dashboard/src/pages/pipeline/RunHistory.tsx',
  // What runs that ended alike had in common: none of them went well.
  'packages/dashboard/src/pages/runs/CauseTable.tsx',
  // Names of the states to choose from, again.
  'packages/dashboard/src/pages/runs/RunFilters.tsx',
  // A stage that has not started.
  'packages/dashboard/src/pipe/plan/sections.ts',
  // A span that was stopped.
  'packages/dashboard/src/waterfall/SpanRow.tsx',
];
/** The program that counted the rows has no answer of a server yet: it prints what is certain. */
const certainOnly = ['packages/cli/src/observed-run/summary.ts'];

it('no page and no command judges for itself', () => {
  const judging =
    /\b(runVerdict|runVerdictOf|isRejectedUnusual|shownRun|shownStage|runSentence|runOutcome|pipeline(s?Sentence|Verdict|Urgency)|shownPipeline|database(s?Sentence|Verdict)|shownDatabase|api(s?Sentence|Verdict|StateOf|Outcome)|shownApi|contract(s?Sentence|Verdict)|shownContract)\b(?=[^;]*from '@sightglass\/model')/u;
  const files = globSync('packages/{dashboard,cli}/src/**/*.{ts,tsx}').filter(
    (file) => !/\.test\.ts$|\/testing\.ts$/u.test(file),
  );
  expect(files.length).toBeGreaterThan(100);
  const filesWith = (pattern: RegExp) => files.filter((file) => pattern.test(readFileSync(file, 'utf8'))).sort();
  expect(filesWith(judging)).toEqual([]);
  expect(filesWith(/\bshownOfState\b/u)).toEqual(bareStates);
  expect(filesWith(/\b(certainlyShown(Stage)?|certainVerdict|unjudgedRejects)\b/u)).toEqual(certainOnly);
});
