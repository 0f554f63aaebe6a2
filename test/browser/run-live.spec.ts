import { lateWeather } from './_missed.ts';
import { startProgram } from './_program.ts';
import { expect, test } from './_test.ts';

test('a run that goes on is seen to go on, without a reload', async ({ page, world }) => {
  const pump = startProgram(world.url, world.home, 'driven', 'pump');
  try {
    const runId = await pump.firstLine;
    pump.writeLine(1_000);
    await expect(async () => {
      expect((await page.request.get(`/api/v1/runs/${runId}`)).status()).toBe(200);
    }).toPass();
    await page.goto(`/runs/${runId}`);
    const title = page.getByRole('heading', { level: 1 });
    await expect(title).toHaveText(/^Wait: running for .+, 1,000\srows so far\./);
    await expect(page.getByRole('status').filter({ hasText: 'Live' })).toBeVisible();
    await page.evaluate(() => Object.assign(window, { isFirstLoad: true }));

    pump.writeLine(2_500);
    await expect(title).toContainText('3,500 rows so far');
    const section = page.getByRole('region', { name: 'Rows' }).getByRole('button', { name: /^copy: running/ });
    await expect(section).toHaveAccessibleName(/3,500 read = 3,500 written/);

    pump.writeLine('half of it is done');
    await expect(page.getByRole('row', { name: /half of it is done/ })).toBeVisible();

    pump.child.stdin?.end();
    await expect(title).toHaveText(/^Ready to use: loaded 3,500\srows at/);
    await expect(page.getByRole('treegrid', { name: 'Spans' }).getByRole('row', { name: /copy/ })).toBeVisible();
    expect(await page.evaluate(() => 'isFirstLoad' in window), 'the page was never loaded again').toBe(true);
  } finally {
    await pump.stop();
  }
});

test('what is written in an open transaction is in progress until it is committed, also when its stages have ended', async ({
  page,
  world,
}) => {
  const books = startProgram(world.url, world.home, 'together', 'books');
  try {
    const runId = await books.firstLine;
    await expect(async () => {
      expect((await page.request.get(`/api/v1/runs/${runId}`)).status()).toBe(200);
    }).toPass();
    await page.goto(`/runs/${runId}`);
    const section = page.getByRole('region', { name: 'Rows' }).getByRole('button', { name: /^lines: succeeded/ });
    await expect(section).toHaveAccessibleName(/400 read = 0 written \+ 400 in progress/);
    const ledger = page.getByRole('table', { name: 'Row ledger' });
    await expect(ledger.getByRole('columnheader', { name: 'In progress' })).toBeVisible();
    await expect(ledger.getByRole('row', { name: /^Whole run/ })).toContainText('800');
    await expect(page.getByRole('img', { name: 'Rows missing' })).toHaveCount(0);

    books.child.stdin?.end();
    await expect(page.getByRole('heading', { level: 1 })).toHaveText(/^Ready to use: loaded 800\srows at/);
    await expect(section).toHaveAccessibleName(/400 read = 400 written ·/);
    await expect(ledger.getByRole('columnheader', { name: 'In progress' })).toHaveCount(0);
  } finally {
    await books.stop();
  }
});

test('a running run moves, and stands still for those who asked for it', async ({ page, world }) => {
  const motion = () =>
    page
      .locator('svg.pipe .stream')
      .first()
      .evaluate((stream) => getComputedStyle(stream).animationName);
  await page.goto(`/runs/${world.runs.weather}`);
  await expect(page.locator('svg.pipe .stream').first()).toBeAttached();
  expect(await motion()).not.toBe('none');
  await page.emulateMedia({ reducedMotion: 'reduce' });
  await expect.poll(motion).toBe('none');
  await expect(page.getByRole('heading', { level: 1 })).toContainText('running for');
});

test.describe('a missed run that turns up', () => {
  test.use({ expectedErrors: /404 .+\/api\/v1\/runs\// });

  test('gives way to the runs of its pipeline', async ({ page, world }) => {
    const late = lateWeather(world.url);
    await late.miss();
    const title = (name: string | RegExp) => page.getByRole('heading', { level: 1, name });
    await page.goto(`/runs/${late.runId}`);
    await expect(title(/^Not loaded: was due .+\sand did not start\.$/)).toBeVisible({ timeout: 30_000 });
    await late.takeBack();
    await expect(title('It has started after all.')).toBeVisible({ timeout: 30_000 });
    await page.getByRole('link', { name: 'Go to its runs' }).click();
    await expect(page).toHaveURL(/\/pipelines\/plant\/weather$/);
  });
});
