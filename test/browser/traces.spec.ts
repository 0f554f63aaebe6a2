import { traceHistogram, traceList } from '@sightglass/model/rest';
import { readApi } from './_api.ts';
import { expect, test } from './_test.ts';

test('is narrowed by what is asked, the address holds it, and Back gives it up', async ({ page, request }) => {
  await page.goto('/logs');
  await page.getByRole('navigation', { name: 'Explore' }).getByRole('link', { name: 'Traces' }).click();
  await expect(page.getByRole('heading', { level: 1, name: 'Traces' })).toBeAttached();
  await page.getByRole('combobox', { name: 'Time' }).selectOption('all');
  const rows = page.getByRole('region', { name: 'Found traces' }).getByRole('row');
  await expect(rows.filter({ hasText: 'POST /checkout' })).toHaveCount(1);

  const explore = page.getByRole('navigation', { name: 'Explore' });
  for (const [name, time] of [
    ['Metrics', '/metrics'],
    ['Logs', '/logs?last=all'],
    ['Traces', '/traces?last=all'],
  ] as const) {
    await explore.getByRole('link', { name }).click();
    await expect(page).toHaveURL(({ pathname, search }) => `${pathname}${search}` === time);
  }

  await page.getByRole('combobox', { name: 'Status' }).selectOption('error');
  await expect(page).toHaveURL(/last=all.*status=error|status=error.*last=all/);
  const { items } = traceList.parse(await readApi(request, 'traces?status=error&limit=50'));
  await expect(rows).toHaveCount(items.length + 1);

  await page.getByRole('textbox', { name: 'Search spans' }).fill('name:"charge card"');
  await page.getByRole('textbox', { name: 'Search spans' }).press('Enter');
  await expect(page).toHaveURL(/q=name/);
  await page.goBack();
  await expect(page.getByRole('textbox', { name: 'Search spans' })).toHaveValue('');
  await expect(rows).toHaveCount(items.length + 1);
});

test('limits of duration are typed as people write them', async ({ page, request }) => {
  await page.goto('/traces?last=all&sort=slowest');
  await page.getByRole('textbox', { name: 'At least' }).fill('1s');
  await page.getByRole('textbox', { name: 'At least' }).press('Enter');
  await expect(page).toHaveURL(/min=1000/);
  const { items } = traceList.parse(await readApi(request, 'traces?minDurationMs=1000&limit=50'));
  const rows = page.getByRole('region', { name: 'Found traces' }).getByRole('row');
  await expect(rows).toHaveCount(items.length + 1);
  await page.getByRole('textbox', { name: 'At least' }).fill('soon');
  await page.getByRole('textbox', { name: 'At least' }).blur();
  await expect(page.getByRole('textbox', { name: 'At least' })).toHaveValue('1s');
});

test('dragging across the map narrows time and duration, and a row opens with the keyboard', async ({
  page,
  request,
}) => {
  await page.goto('/traces?last=all');
  const map = page.getByRole('img', { name: /Durations over time/ });
  await expect(map).toBeVisible();
  const { edgesMs } = traceHistogram.parse(await readApi(request, 'traces/histogram?buckets=90'));
  expect(edgesMs.length).toBeGreaterThan(3);
  const box = await map.boundingBox();
  if (box === null) throw new Error('The map has no place');
  await page.mouse.move(box.x + 2, box.y + 2);
  await page.mouse.down();
  await page.mouse.move(box.x + box.width - 2, box.y + box.height / 2);
  await page.mouse.up();
  await expect(page).toHaveURL(/from=.+to=.+/);
  await expect(page).toHaveURL(/min=\d/);
  await expect(page.getByRole('textbox', { name: 'At least' })).not.toHaveValue('');

  await page.goto('/traces?last=all&q=charge');
  await expect(page.getByRole('link', { name: 'POST /checkout' })).toBeVisible();
  await page.keyboard.press('j');
  await page.keyboard.press('Enter');
  await expect(page.getByRole('treegrid', { name: 'Spans' })).toBeVisible();
});

test('nothing found says what to do', async ({ page }) => {
  await page.goto('/traces?last=15m&q=nothing.of.the.kind:1');
  await expect(page.getByText('No trace matches.')).toBeVisible();
  await page.getByRole('button', { name: 'Clear the search' }).click();
  await expect(page).not.toHaveURL(/q=/);
});
