import type { Page } from '@playwright/test';
import { count, readApi } from './_api.ts';
import { auditPage } from './_axe.ts';
import { expect, test } from './_test.ts';

const search = (page: Page) => page.getByRole('textbox', { name: 'Search logs' });
const records = (page: Page) => page.getByRole('treegrid', { name: 'Log records' });
const found = (page: Page) => page.getByRole('region', { name: 'Found records' }).getByRole('status');

const searchFor = async (page: Page, query: string) => {
  await search(page).fill(query);
  await search(page).press('Enter');
};

test('finds words, phrases, values, and leaves out what is not wanted', async ({ page, request }) => {
  await page.goto('/logs?pipeline=orders');
  for (const [query, wanted] of [
    ['', null],
    ['connection customer', 4],
    ['"customer service"', 8],
    ['"service customer"', 0],
    ['stage:validate price line', 48],
    ['stage:validate price line -1000', 44],
    ['cust* http.response.status_code:5*', 4],
    ['-price stage:validate severity:WARN', 0],
    ['column:price line:3000', 4],
    ['-stage:validate -stage:load committed', 0],
  ] as const) {
    await test.step(query === '' ? 'everything' : query, async () => {
      await searchFor(page, query);
      const { count: stored } = await readApi<{ count: number }>(
        request,
        `logs/count?pipeline=orders${query === '' ? '' : `&q=${encodeURIComponent(query)}`}`,
      );
      if (wanted !== null) expect(stored).toBe(wanted);
      await expect(found(page)).toContainText(`${count(stored)} record${stored === 1 ? '' : 's'}, newest first`);
    });
  }
  await expect(page.getByText('No record matches.')).toBeVisible();
  await page.getByRole('button', { name: 'Clear the search' }).click();
  await expect(
    records(page)
      .getByRole('row', { name: /committed/ })
      .first(),
  ).toBeVisible();
});

test('marks what was found', async ({ page }) => {
  await page.goto('/logs?pipeline=orders&q=committed');
  await expect(records(page).getByRole('row').nth(1).locator('mark')).toHaveText('committed');
});

test('shows the whole language while one types', async ({ page }) => {
  await page.goto('/logs');
  await search(page).focus();
  await expect(search(page)).toHaveAccessibleDescription(
    /two words.+"in this order".+time\*.+stage:load.+table:fli\*.+-retry/,
  );
  await expect(page.getByText('without it; works on all of these')).toBeInViewport();
});

test('narrows by a value found, and shuts one out', async ({ page }) => {
  await page.goto('/logs?pipeline=orders');
  const severity = page.getByRole('region', { name: 'severity' });
  await severity.getByRole('button', { name: 'ERROR', exact: true }).click();
  await expect(found(page)).toContainText('4 records');
  await expect(search(page)).toHaveValue('severity:ERROR');
  await expect(severity.getByRole('button', { name: 'ERROR', exact: true })).toHaveAttribute('aria-pressed', 'true');
  await severity.getByRole('button', { name: 'ERROR', exact: true }).click();
  await expect(search(page)).toHaveValue('');
  const stage = page.getByRole('region', { name: 'stage', exact: true });
  await stage.getByRole('button', { name: 'No records with stage validate' }).click();
  await expect(search(page)).toHaveValue('-stage:validate');
  await expect(records(page).getByRole('row', { name: /price is missing/ })).toHaveCount(0);
});

test('shows names of events to their ends, which tell them apart', async ({ page }) => {
  await page.goto('/logs?pipeline=orders');
  const name = page
    .getByRole('region', { name: 'event' })
    .getByRole('button', { name: 'pipeline.stage.finished', exact: true });
  await expect(name).toBeVisible();
  const isCut = await name.evaluate(
    ({ scrollWidth, clientWidth, scrollHeight, clientHeight }) =>
      scrollWidth > clientWidth || scrollHeight > clientHeight,
  );
  expect(isCut).toBe(false);
});

test('narrows by an attribute, and shows more of its values', async ({ page }) => {
  await page.goto('/logs?pipeline=orders');
  const attributes = page.getByRole('region', { name: 'Attributes' });
  const line = attributes.getByRole('group', { name: 'line', exact: true });
  await expect(line.getByRole('listitem')).toHaveCount(10);
  await line.getByRole('button', { name: '2 more values' }).click();
  await expect(line.getByRole('listitem')).toHaveCount(12);
  await line.getByRole('button', { name: '3000', exact: true }).click();
  await expect(search(page)).toHaveValue('line:3000');
  await expect(found(page)).toContainText('4 records');
  await expect(attributes.getByText('of the newest')).toHaveCount(0);
});

test('folds the attributes that are not the commonest', async ({ page }) => {
  await page.goto('/logs?pipeline=orders');
  const attributes = page.getByRole('region', { name: 'Attributes' });
  const folded = attributes.getByRole('group', { name: 'pipeline.run.id' });
  await attributes.getByRole('button', { name: /^\d+ more attributes$/ }).click();
  await expect(folded.getByRole('listitem')).toHaveCount(0);
  await folded.locator('summary').click();
  await expect(folded.getByRole('listitem')).toHaveCount(4);
});

test('keeps the beginning it asked for when a value is added', async ({ page }) => {
  await page.goto('/logs?pipeline=orders&q=pri*');
  await expect(records(page).getByRole('row').nth(1).locator('mark')).toHaveText('price');
  await page
    .getByRole('region', { name: 'stage', exact: true })
    .getByRole('button', { name: 'validate', exact: true })
    .click();
  await expect(search(page)).toHaveValue('pri* stage:validate');
});

test('opens a record, and filters by what it carries', async ({ page }) => {
  await page.goto('/logs?pipeline=orders&q="refused the connection"');
  const row = records(page)
    .getByRole('row', { name: /customer service refused/ })
    .first();
  await row.click();
  await expect(row).toHaveAttribute('aria-expanded', 'true');
  const carried = page.getByRole('region', { name: 'Found records' });
  await carried.getByRole('button', { name: 'Only records with http.response.status_code 503' }).click();
  await expect(search(page)).toHaveValue('"refused the connection" http.response.status_code:503');
  await expect(found(page)).toContainText('4 records');
  await carried.getByRole('button', { name: 'No records with http.response.status_code 503' }).click();
  await expect(search(page)).toHaveValue('"refused the connection" -http.response.status_code:503');
  await expect(found(page)).toContainText('0 records');
});

test('jumps from a record to its run and to its trace', async ({ page, world }) => {
  await page.goto(`/logs?runId=${world.runs.orders}&q=committed`);
  await records(page)
    .getByRole('row', { name: /committed/ })
    .click();
  await page.getByRole('link', { name: 'Go to the run' }).click();
  await expect(page).toHaveURL(new RegExp(`/runs/${world.runs.orders}\\?stage=`));
  await expect(page.getByRole('heading', { name: 'Logs of load' })).toBeVisible();
  await page.goBack();
  await records(page)
    .getByRole('row', { name: /committed/ })
    .click();
  await page.getByRole('link', { name: 'Go to the trace' }).click();
  await expect(page.getByRole('complementary', { name: 'Span' }).getByRole('heading', { name: 'load' })).toBeVisible();
});

test('looks closer where the histogram is brushed', async ({ page }) => {
  await page.goto('/logs?pipeline=orders');
  const histogram = page.getByRole('img', { name: /records over time$/ });
  const box = await histogram.boundingBox();
  if (box === null) throw new Error('the histogram is not drawn');
  const y = box.y + box.height / 2;
  await page.mouse.move(box.x + box.width * 0.9, y);
  await page.mouse.down();
  await page.mouse.move(box.x + box.width - 1, y, { steps: 4 });
  await page.mouse.up();
  await expect(page).toHaveURL(/from=.+&to=/);
  await expect(page.getByRole('combobox', { name: 'Time' })).toHaveValue('range');
  await expect(
    records(page)
      .getByRole('row', { name: /committed/ })
      .first(),
  ).toBeVisible();
  await page.mouse.move(box.x + 1, y);
  await page.mouse.down();
  await page.mouse.move(box.x + box.width * 0.1, y, { steps: 4 });
  await page.mouse.up();
  await expect(page.getByText('No record matches.')).toBeVisible();
  await page.getByRole('button', { name: 'Search all time' }).click();
  await expect(
    records(page)
      .getByRole('row', { name: /committed/ })
      .first(),
  ).toBeVisible();
});

test('keeps its state in the address, and the back button works', async ({ page }) => {
  await page.goto('/logs?pipeline=orders');
  await searchFor(page, 'stage:enrich');
  await page.getByRole('combobox', { name: 'Level' }).selectOption('Errors and above');
  await expect(page).toHaveURL(/q=stage.+enrich/);
  await expect(found(page)).toContainText('4 records');
  await page.reload();
  await expect(search(page)).toHaveValue('stage:enrich');
  await expect(found(page)).toContainText('4 records');
  await page.goBack();
  await expect(page.getByRole('combobox', { name: 'Level' })).toHaveValue('');
  await expect(search(page)).toHaveValue('stage:enrich');
  await page.goBack();
  await expect(search(page)).toHaveValue('');
  await page.getByRole('button', { name: 'No longer only pipeline orders' }).click();
  await expect(page).not.toHaveURL(/pipeline=/);
});

test('reads older records as one scrolls', async ({ page }) => {
  await page.goto('/logs?last=all');
  const list = records(page);
  await expect(list).toHaveAttribute('aria-rowcount', /^\d+$/);
  await expect(async () => {
    await page
      .getByRole('treegrid', { name: 'Log records' })
      .locator('..')
      .evaluate((frame) => frame.scrollTo(0, frame.scrollHeight));
    await expect(page.getByText('These are all.')).toBeVisible({ timeout: 500 });
  }).toPass();
  expect(Number(await list.getAttribute('aria-rowcount'))).toBeGreaterThan(200);
});

test('reads an address as far as it makes sense', async ({ page }) => {
  await page.goto('/logs?pipeline=orders&q="the%20price"&from=soon&tail=maybe&last=9y&severity=WARN%2B');
  await expect(search(page)).toHaveValue('"the price"');
  await expect(page.getByRole('combobox', { name: 'Time' })).toHaveValue('24h');
  await expect(page.getByRole('combobox', { name: 'Level' })).toHaveValue('WARN+');
  await expect(found(page)).toContainText('48 records');
});

test.describe('when a search is too heavy', () => {
  test.use({ expectedErrors: /504/u });

  test('shows the advice of the server once, and a way on', async ({ page }) => {
    const detail = 'The query took too much time or memory. Narrow it: a shorter time range (`from`, `to`).';
    const problem = { title: 'Gateway Timeout', status: 504, detail };
    let requests = 0;
    await page.route(/\/api\/v1\/logs\?/u, (route) => {
      requests += 1;
      return route.fulfill({ status: 504, contentType: 'application/problem+json', body: JSON.stringify(problem) });
    });
    await page.goto('/logs?last=7d');
    const alert = page.getByRole('alert');
    await expect(alert).toContainText('The logs took too long to read');
    await expect(alert).toContainText(detail);
    expect(requests).toBe(1);
    await page.unroute(/\/api\/v1\/logs\?/u);
    await alert.getByRole('button', { name: 'Search the last hour' }).click();
    await expect(page).toHaveURL(/last=1h/);
    await expect(alert).toHaveCount(0);
  });
});

test('a row names its pipeline on a phone too', async ({ page }) => {
  await page.setViewportSize({ width: 390, height: 844 });
  await page.goto('/logs?pipeline=orders&q=price');
  const row = page.getByRole('row', { name: /price is missing/ }).first();
  await expect(row.getByRole('gridcell').nth(2)).toContainText('orders');
  await expect(row.getByRole('gridcell').nth(2)).toBeVisible();
});

test('a result is wrapped, and taken away as a link that keeps its time and as a command', async ({
  page,
  context,
}) => {
  await context.grantPermissions(['clipboard-read', 'clipboard-write']);
  await page.goto('/logs?pipeline=orders&q=committed');
  await page.getByRole('button', { name: 'Wrap' }).click();
  await expect(page).toHaveURL(/wrap=on/);
  await page.getByRole('button', { name: 'Copy link' }).click();
  const link = await page.evaluate(() => navigator.clipboard.readText());
  expect(link).toMatch(/\/logs\?q=committed&pipeline=orders&wrap=on&from=20.+&to=20/);
  await page.getByRole('button', { name: 'Copy as command' }).click();
  expect(await page.evaluate(() => navigator.clipboard.readText())).toMatch(
    /^sightglass logs --all --url http\S+ --pipeline orders --from 20\S+ --to 20\S+ committed$/,
  );
  await page.goto(link);
  await expect(
    records(page)
      .getByRole('row', { name: /committed/ })
      .first(),
  ).toBeVisible();
});

test('shows the lines around a record, whatever was searched for', async ({ page }) => {
  await page.goto('/logs?pipeline=orders&q="line 3000"');
  await records(page)
    .getByRole('row', { name: /line 3000/ })
    .first()
    .click();
  await page.getByRole('link', { name: 'Lines around it' }).click();
  const around = page.getByRole('treegrid', { name: 'Log records around one' });
  await expect(around.locator('[aria-current]').filter({ hasText: 'line 3000' })).toBeInViewport();
  await expect(around.getByRole('row', { name: /line 4000/ })).toBeVisible();
  await page.getByRole('button', { name: 'Back to search' }).click();
  await expect(page).toHaveURL(/q=/);
});

test('attributes are columns: chosen, in the address, in the file, and under each other on a phone', async ({
  page,
}) => {
  await page.goto('/logs?pipeline=orders&q=column:price&last=all');
  const columns = page.getByRole('form', { name: 'Columns' });
  await columns.getByRole('combobox', { name: 'Add a column' }).fill('line');
  await page.keyboard.press('Enter');
  await columns.getByRole('combobox', { name: 'Add a column' }).fill('host.name');
  await page.keyboard.press('Enter');
  await expect(page).toHaveURL(/columns=line%2Chost\.name/u);
  await expect(records(page).getByRole('columnheader')).toHaveText([
    'Time',
    'Level',
    'From',
    'line',
    'host.name',
    'Message',
  ]);
  await expect(records(page).getByRole('row').nth(1).getByRole('gridcell').nth(3)).toHaveText(/^line \d+$/);
  expect(await auditPage(page)).toEqual([]);
  const csv = await page.getByRole('link', { name: 'CSV' }).getAttribute('href');
  expect((await (await page.request.get(csv ?? '')).text()).split('\r\n')[0]).toMatch(/,resource,line,host\.name$/);

  await page.setViewportSize({ width: 390, height: 844 });
  await expect.poll(() => page.evaluate(() => document.documentElement.scrollWidth)).toBe(390);
  await expect(records(page).getByRole('row').nth(1)).toContainText(/line \d/);
  await page.setViewportSize({ width: 1440, height: 900 });
  await columns.getByRole('button', { name: 'Without the column host.name' }).click();
  await page.goBack();
  await expect(records(page).getByRole('columnheader', { name: 'host.name' })).toBeVisible();
});
