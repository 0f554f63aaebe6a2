/** Runs told by bare lifecycle events: what a program without the SDK may leave out. */
import { events } from '@sightglass/model';
import { untilStored } from './_api.ts';
import { eventRecord, type EventValues } from './_events.ts';
import { postLogs } from './_otlp.ts';
import { expect, noTraceYet, test } from './_test.ts';

test.use({ expectedErrors: noTraceYet });

interface PostedRun {
  readonly name: string;
  /** Read and written, by stage; none for a stage that counts nothing. */
  readonly stages: readonly (readonly [name: string, rows?: readonly [number, number]])[];
  /** Not said for a run that goes silent. */
  readonly end?: EventValues;
}

/** A run of an hour ago, a stage a minute. */
const postRun = async (url: string, { name, stages, end }: PostedRun): Promise<string> => {
  const startMs = Date.now() - 3_600_000;
  const own: EventValues = { runId: `${name}-${startMs}`, pipelineNamespace: 'told', pipelineName: name };
  await postLogs(url, 'told', [
    eventRecord(events.runStarted.name, startMs, { ...own, runHeartbeatIntervalMs: 250 }),
    ...stages.flatMap(([stageName, rows], index) => {
      const [atMs, stage] = [startMs + index * 60_000, { ...own, stageName, stageId: `${index + 1}`.repeat(16) }];
      const counts = rows === undefined ? {} : { rowsRead: rows[0], rowsWritten: rows[1] };
      return [
        eventRecord(events.stageStarted.name, atMs, stage),
        eventRecord(events.stageFinished.name, atMs + 50_000, { ...stage, ...counts, stageState: 'succeeded' }),
      ];
    }),
    ...(end === undefined ? [] : [eventRecord(events.runFinished.name, startMs + 600_000, { ...own, ...end })]),
  ]);
  return String(own.runId);
};

test('draws a run that told no stages as one section, and leaves the table of stages out', async ({
  page,
  world,
  request,
}) => {
  const end = { runState: 'succeeded', rowsRead: 10, rowsWritten: 7, rowsRejected: 1 };
  const runId = await postRun(world.url, { name: 'whole', stages: [], end });
  await untilStored(request, runId);
  await page.goto(`/runs/${runId}`);
  const pipe = page.getByRole('region', { name: 'Rows' });
  await expect(
    pipe.getByRole('button', { name: /^whole: rows missing · 10 read = 7 written \+ 1 rejected/ }),
  ).toBeVisible();
  const ledger = page.getByRole('table', { name: 'Row ledger' });
  await expect(ledger.getByRole('row').last()).toHaveText(/^Whole run\s*10\s*7\s*1\s*2$/);
  await expect(page.getByText('2 rows are missing inside whole.')).toBeVisible();
  await expect(page.getByRole('heading', { name: 'Time and resources' })).toHaveCount(0);
});

test('sets a stage that counts no rows where its time is', async ({ page, world, request }) => {
  const rows = [5, 5] as const;
  const stages = [['extract', rows], ['validate', rows], ['cpu'], ['load', rows]] as const;
  const runId = await postRun(world.url, { name: 'steps', stages, end: { runState: 'succeeded' } });
  await untilStored(request, runId);
  await page.goto(`/runs/${runId}`);
  const names = stages.map(([name]) => name);
  await expect(page.getByRole('table', { name: 'Row ledger' }).getByRole('rowheader')).toHaveText([
    ...names,
    'Whole run',
  ]);
  const costs = page.getByRole('table', { name: 'Time and resources of each stage' });
  await expect(costs.getByRole('rowheader')).toHaveText(names);
});

test('shows what a lost run had lost before in one colour: picture, table, sentence and stage', async ({
  page,
  world,
  request,
}) => {
  const runId = await postRun(world.url, {
    name: 'leaky',
    stages: [
      ['extract', [9, 9]],
      ['load', [9, 6]],
    ],
  });
  await untilStored(request, runId);
  await page.goto(`/runs/${runId}`);
  const row = page.getByRole('table', { name: 'Row ledger' }).getByRole('row', { name: /load/ });
  await expect(row.getByRole('img', { name: 'Rows missing' })).toBeVisible();
  const sentence = page.getByText('3 rows are missing inside load.');
  const color = (element: Element) => getComputedStyle(element).color;
  expect(await row.getByRole('cell').last().evaluate(color)).toBe(await sentence.evaluate(color));
});

test('tells extra rows from missing ones, and a run without a signal in words', async ({ page, world, request }) => {
  await untilStored(
    request,
    await postRun(world.url, { name: 'both', stages: [['load', [9, 11]]], end: { runState: 'succeeded' } }),
  );
  await untilStored(request, await postRun(world.url, { name: 'both', stages: [['load', [9, 9]]] }));
  await page.goto('/pipelines/told/both');
  const runs = page.getByRole('region', { name: 'Runs' });
  await expect(runs.getByRole('row', { name: /Extra rows.*2 more rows were written than were read/ })).toBeVisible();
  await expect(runs.getByRole('row', { name: /No signal.*no signal; it may still be running/ })).toBeVisible();
  await expect(runs.getByText('Rows missing')).toHaveCount(0);
});

test('keeps a name without end inside its column, and claims no speed for a run of unknown length', async ({
  page,
  world,
  request,
}) => {
  const stages = [[`stage-${'y'.repeat(150)}`, [100, 102] as const]] as const;
  const named = await postRun(world.url, { name: 'endless', stages, end: { runState: 'succeeded' } });
  const [runId, atMs] = [`unknown-${Date.now()}`, Date.now()];
  const own: EventValues = { runId, pipelineNamespace: 'told', pipelineName: 'only-ended' };
  await postLogs(world.url, 'told', [
    eventRecord(events.runFinished.name, atMs, { ...own, runState: 'succeeded', rowsRead: 9, rowsWritten: 9 }),
  ]);
  await Promise.all([untilStored(request, named), untilStored(request, runId)]);
  await page.goto(`/runs/${named}`);
  const sentence = page
    .getByRole('listitem')
    .filter({ hasText: '2 more rows were written than were read inside stage-' });
  await expect(sentence).toBeVisible();
  expect(await sentence.evaluate(({ scrollWidth, clientWidth }) => scrollWidth <= clientWidth)).toBe(true);
  await expect(page.getByText('Rows a second')).toBeVisible();
  await page.goto(`/runs/${runId}`);
  await expect(page.getByText('Rows written')).toBeVisible();
  await expect(page.getByText('Rows a second')).toHaveCount(0);
});
