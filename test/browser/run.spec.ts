import { leakColumns } from '../../packages/model/src/ledger/ledger.ts';
import type { Stage } from '@sightglass/model/rest';
import type { Page } from '@playwright/test';
import { count, readRun } from './_api.ts';
import { expect, test } from './_test.ts';

const leakWords = {
  rejected: 'were refused as bad',
  filtered: 'were left out on purpose',
  deduplicated: 'were repeats',
  unmatched: 'found no partner',
} as const;

const pipeOf = (page: Page) => page.getByRole('region', { name: 'Rows' });
const leaksOf = ({ rows }: Stage) => leakColumns.filter((kind) => rows[kind] > 0);

/** `12,448 read = 10,247 written + 2,201 rejected` */
const equation = (stage: Stage): string =>
  `${count(stage.rows.read)} read = ${[
    `${count(stage.rows.written)} written`,
    ...leaksOf(stage).map((kind) => `${count(stage.rows[kind])} ${kind}`),
  ].join(' + ')}`;

test('opens with how the run went', async ({ page, world }) => {
  await page.goto(`/runs/${world.runs.orders}`);
  await expect(page.getByRole('heading', { level: 1 })).toHaveText(
    /^Usable, but check: loaded 7,486\srows at \d\d:\d\d; 2,201\srejected, 17\.7% of all\./,
  );
  await expect(page).toHaveTitle('Many rows rejected: orders · Sightglass');
  await expect(page.getByRole('link', { name: 'orders', exact: true })).toHaveAttribute(
    'href',
    '/pipelines/shop/orders',
  );
  await expect(page.getByText('by schedule')).toBeVisible();
});

test('shows a run that did not start as the glass it would have filled', async ({ page, world }) => {
  await page.goto(`/runs/${world.runs.invoices}`);
  await expect(page.getByRole('heading', { level: 1 })).toHaveText(
    /^Not loaded: was due .+\sand did not start\. Missed its deadline of .+\.$/,
  );
  await expect(page).toHaveTitle('Missed: invoices · Sightglass');
  await expect(pipeOf(page).getByRole('button', { name: /^(extract|post): not started/ })).toHaveCount(2);
  await expect(pipeOf(page).getByRole('paragraph')).toHaveText('Nothing flowed; a usual run loads 8,120 rows');
  await expect(page.getByRole('definition').filter({ hasText: 'missed' })).toBeVisible();
  await expect(page.getByRole('heading', { name: /Row ledger|Logs/ })).toHaveCount(0);
  await page.getByRole('link', { name: 'What was logged then' }).click();
  await expect(page).toHaveURL(/\/logs\?from=.+&to=/);
});

test('says how a run stands to its deadline', async ({ page, request }) => {
  const { deadline } = await readRun(request, 'invoices-in-time');
  expect(deadline?.state).toBe('met');
  await page.goto('/runs/invoices-in-time');
  await expect(page.getByRole('heading', { level: 1 })).toHaveText(/Met its deadline of .+\d\d:\d\d\.$/);
  const fact = page.getByRole('term').filter({ hasText: 'Deadline' }).locator('..').getByRole('definition');
  await expect(fact).toHaveText(/^met.*\d\d:\d\d\s*$/);
});

test('draws each stage and each leak with the counts of the API', async ({ page, request, world }) => {
  const run = await readRun(request, world.runs.orders);
  expect(run.stages.map(({ name }) => name)).toEqual([
    'extract',
    'validate',
    'deduplicate',
    'select',
    'enrich',
    'load',
  ]);
  expect(run.rows).toEqual({
    read: 12_448,
    written: 7_486,
    rejected: 2_201,
    filtered: 655,
    deduplicated: 1_204,
    unmatched: 902,
  });
  await page.goto(`/runs/${world.runs.orders}`);
  const pipe = pipeOf(page);
  for (const stage of run.stages) {
    await expect(
      pipe.getByRole('button', { name: `${stage.name}: ${stage.shown.word.toLowerCase()} · ${equation(stage)} ·` }),
    ).toBeVisible();
    for (const kind of leaksOf(stage)) {
      const rows = count(stage.rows[kind]);
      const words = `${rows} ${kind}: ${rows} rows ${leakWords[kind]} at ${stage.name}`;
      const leak = pipe.getByRole('button', { name: words });
      await expect(leak).toHaveText(`${rows} ${kind}`);
    }
  }
  const leaks = run.stages.flatMap(leaksOf);
  expect(leaks.toSorted()).toEqual([...leakColumns].toSorted());
  await expect(pipe.getByRole('button')).toHaveCount(run.stages.length + leaks.length);
  await expect(pipe.getByRole('button', { name: /rejected: 1,713 missing_price, 488 bad_date/ })).toBeVisible();
});

test('reads the exact equation of what is pointed at, and of the whole run otherwise', async ({ page, world }) => {
  await page.goto(`/runs/${world.runs.orders}`);
  const whole = '12,448 read = 7,486 written + 2,201 rejected + 655 filtered + 1,204 deduplicated + 902 unmatched';
  const reading = pipeOf(page).getByRole('paragraph');
  await expect(reading).toHaveText(whole);
  await pipeOf(page)
    .getByRole('button', { name: /^select:/ })
    .hover();
  await expect(reading).toContainText('select: succeeded · 9,043 read = 8,388 written + 655 filtered');
  await pipeOf(page)
    .getByRole('button', { name: /^902 unmatched/ })
    .hover();
  await expect(reading).toHaveText('902 rows found no partner at enrich');
  await page.mouse.move(0, 0);
  await expect(reading).toHaveText(whole);
});

test('shows the logs of a stage, and what it warned of where rows were rejected', async ({ page, request, world }) => {
  const { stages } = await readRun(request, world.runs.orders);
  const validate = stages.find(({ name }) => name === 'validate');
  await page.goto(`/runs/${world.runs.orders}`);
  const logs = page.getByRole('region', { name: 'Logs' });
  await expect(logs.getByRole('heading', { name: 'Logs', exact: true })).toBeVisible();

  await pipeOf(page)
    .getByRole('button', { name: /^validate:/ })
    .click();
  await expect(logs.getByRole('heading')).toHaveText('Logs of validate');
  await expect(logs.getByRole('row', { name: /line 3000: the price is missing/ })).toBeVisible();
  await expect(logs.getByRole('row', { name: /calendar/ })).toBeVisible();
  await expect(logs.getByRole('row', { name: /committed/ })).toHaveCount(0);
  await expect(page).toHaveURL(new RegExp(`stage=${validate?.stageId}`));

  await pipeOf(page)
    .getByRole('button', { name: /^2,201 rejected/ })
    .click();
  await expect(logs.getByRole('heading')).toHaveText('Rows rejected at validate');
  await expect(logs.getByText('1,713 missing_price, 488 bad_date')).toBeVisible();
  await expect(logs.getByRole('row', { name: /line 3000: the price is missing/ })).toBeVisible();
  await expect(logs.getByRole('row', { name: /calendar/ })).toHaveCount(0);

  await page.goBack();
  await expect(logs.getByRole('heading')).toHaveText('Logs of validate');
  await logs.getByRole('button', { name: 'Show the whole run' }).click();
  await expect(logs.getByRole('row', { name: /committed/ })).toBeVisible();
  await logs.getByRole('button', { name: 'Warnings and worse' }).click();
  await expect(logs.getByRole('row', { name: /committed/ })).toHaveCount(0);
  await expect(logs.getByRole('row', { name: /customer service refused/ })).toBeVisible();
});

test('is walked and chosen by keyboard: sections and leaks in the order of the flow', async ({
  page,
  request,
  world,
}) => {
  const { stages } = await readRun(request, world.runs.orders);
  await page.goto(`/runs/${world.runs.orders}`);
  const pipe = pipeOf(page);
  await pipe.getByRole('button', { name: /^extract:/ }).focus();
  const walked: string[] = [];
  for (let step = 0; step < 10; step += 1) {
    walked.push((await page.locator(':focus').getAttribute('aria-label')) ?? '');
    await page.keyboard.press('Tab');
  }
  const expected = stages.flatMap((stage) => [
    `${stage.name}: ${stage.shown.word.toLowerCase()}`,
    ...leaksOf(stage).map((kind) => `${count(stage.rows[kind])} ${kind}: `),
  ]);
  expect(walked.map((words, index) => words.slice(0, expected[index]?.length))).toEqual(expected);

  await pipe.getByRole('button', { name: /^load:/ }).focus();
  await expect(pipe.getByRole('paragraph')).toContainText('load: succeeded');
  await page.keyboard.press('Enter');
  await expect(page.getByRole('heading', { name: 'Logs of load' })).toBeVisible();
  await expect(pipe.getByRole('button', { name: /^load:/ })).toHaveAttribute('aria-pressed', 'true');
  await page.keyboard.press('Space');
  await expect(page.getByRole('heading', { name: 'Logs', exact: true })).toBeVisible();
});

test('compares time and rows with the usual run', async ({ page, request, world }) => {
  const { usual } = await readRun(request, world.runs.orders);
  expect(usual?.sampleSize).toBe(3);
  await page.goto(`/runs/${world.runs.orders}`);
  await expect(page.getByRole('definition').filter({ hasText: 'earlier: 12,270' })).toHaveText(/^7,486/);
  const ledger = page.getByRole('table', { name: 'Row ledger' });
  const total = ledger.getByRole('row', { name: /^Whole run/ });
  await expect(total).toHaveText('Whole run12,4487,48612,2702,2016551,204902');
  const cost = page.getByRole('table', { name: 'Time and resources of each stage' });
  await expect(cost.getByRole('columnheader')).toHaveText([
    'Stage',
    'Duration (mark = earlier)',
    'Took',
    'Earlier',
    'Rows/s',
    'CPU',
    'Peak memory',
    'Retries',
  ]);
  await expect(
    cost
      .getByRole('row', { name: /enrich/ })
      .getByRole('cell')
      .last(),
  ).toHaveText('2');
});

test('tears the glass open where rows are missing', async ({ page, request, world }) => {
  const { ledger } = await readRun(request, world.runs.stock);
  expect(ledger.gaps.map(({ stage, where, difference }) => [stage, where, difference])).toEqual([
    ['transform', 'stage', 312],
    ['load', 'handoff', 12],
  ]);
  await page.goto(`/runs/${world.runs.stock}`);
  await expect(page.getByRole('heading', { level: 1 })).toContainText('but 324 rows are missing');
  const inside = '312 rows are missing inside transform';
  const between = '12 rows are missing on the way to load';
  await expect(pipeOf(page).getByRole('img', { name: inside })).toContainText('≠ 312');
  await expect(pipeOf(page).getByRole('img', { name: between })).toContainText('≠ 12');
  await expect(page.getByRole('listitem').filter({ hasText: inside })).toBeVisible();
  await expect(page.getByRole('listitem').filter({ hasText: between })).toBeVisible();
  await expect(page.getByRole('columnheader', { name: 'Missing' })).toBeVisible();
  await expect(pipeOf(page).getByRole('paragraph')).toHaveText('5,000 read = 4,676 written + 324 missing');
});

test('draws stages side by side, folds repeats and tells nested ones', async ({ page, world }) => {
  await page.goto(`/runs/${world.runs.files}`);
  const pipe = pipeOf(page);
  await expect(
    pipe.getByRole('button', { name: /^parse × 3: succeeded · 2,400 read = 2,400 written · .+ · 3 nested stages$/ }),
  ).toBeVisible();
  await expect(
    pipe.getByRole('button', { name: /^join: succeeded · 4,800 read, 2,400 written; regroups rows/ }),
  ).toBeVisible();
  const prices = await pipe.getByRole('button', { name: /^prices:/ }).boundingBox();
  const customers = await pipe.getByRole('button', { name: /^customers:/ }).boundingBox();
  expect(prices?.x).toBe(customers?.x);
  expect(Math.abs((prices?.y ?? 0) - (customers?.y ?? 0))).toBeGreaterThan(40);
  const stages = page.getByRole('table', { name: 'Row ledger' }).getByRole('rowheader');
  await expect(stages).toHaveText([
    'all files',
    'parse',
    'check sums',
    'parse',
    'check sums',
    'parse',
    'check sums',
    /prices|customers/,
    /prices|customers/,
    'join',
    'Whole run',
  ]);
});

test('says why a run failed, in the words of its program', async ({ page, world }) => {
  await page.goto(`/runs/${world.runs.billing}`);
  await expect(page.getByRole('heading', { level: 1 })).toHaveText(/^Not usable: failed at load .+\.$/);
  const failure = page.getByRole('region', { name: 'Failure' });
  await expect(failure.getByRole('heading', { level: 2 })).toHaveText('WarehouseError at load');
  await expect(failure).toContainText('connection refused by warehouse:5432 while writing table invoices');
  await expect(failure.getByRole('row', { name: /the warehouse answers slowly/ })).toBeVisible();
  const stack = failure.getByText(/at .*billing\.ts/).first();
  await expect(stack).toBeHidden();
  await failure.getByText('Stack trace').click();
  await expect(stack).toBeVisible();
  await expect(page.getByText('1,250 rows were not processed inside load, because the run stopped.')).toBeVisible();
});

test('shows since when a run gives no signal', async ({ page, world }) => {
  await page.goto(`/runs/${world.runs.sensors}`);
  await expect(page.getByRole('heading', { level: 1 })).toHaveText(
    /^Not usable: no signal since .+, at collect\. It may still be running\.$/,
  );
  await expect(pipeOf(page).getByRole('button', { name: /^collect: no signal/ })).toBeVisible();
});

test('tells what was executed, and shows what it printed', async ({ page, world }) => {
  await page.goto(`/runs/${world.runs['nightly-export']}`);
  await expect(page.getByRole('definition').filter({ hasText: 'plain-job.ts' })).toBeVisible();
  const logs = page.getByRole('region', { name: 'Logs' });
  await expect(logs.getByRole('row', { name: /INFO.*table exported/ })).toBeVisible();
  await expect(logs.getByRole('row', { name: /WARN.*disk is 91% full/ })).toBeVisible();
  await expect(logs.getByRole('row', { name: /ERROR.*table prices is locked/ })).toBeVisible();
  await expect(pipeOf(page)).toContainText('Its rows were not counted');
});
