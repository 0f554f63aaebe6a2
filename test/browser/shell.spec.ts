import type { Locator } from '@playwright/test';
import { expect, test } from './_test.ts';

test('an address without a page says so, and leads home', async ({ page }) => {
  await page.goto('/no/such/page');
  await expect(page.getByRole('heading', { level: 1 })).toHaveText('There is no page at this address');
  await page.getByRole('link', { name: 'Go home' }).click();
  await expect(page).toHaveTitle('Home · Sightglass');
});

test('an address of a page that is elsewhere now leads there, with what it said', async ({ page }) => {
  for (const [former, now] of [
    ['/quality?contract=prices', '/data/contracts?contract=prices'],
    ['/data?contract=prices', '/data/contracts?contract=prices'],
    ['/datasets?q=orders', '/data?q=orders'],
    ['/databases', '/systems?kind=database'],
    ['/apis?last=7d', '/systems?kind=api&last=7d'],
    ['/explore', '/logs'],
  ] as const) {
    await page.goto(former);
    await expect(page).toHaveURL(({ pathname, search }) => `${pathname}${search}` === now);
  }
});

test('the tab a page is behind is marked', async ({ page, world }) => {
  for (const [path, tab] of [
    [`/runs/${world.runs.stock}`, 'Runs'],
    ['/pipelines/shop/orders', 'Home'],
    [`/traces/${world.foreignTraceId}`, 'Explore'],
  ] as const) {
    await page.goto(path);
    await expect(page.getByRole('heading', { level: 1 })).toBeVisible();
    await expect(page.getByRole('navigation', { name: 'Pages' }).locator('[aria-current]')).toHaveText(tab);
  }
});

test('a time that is chosen holds on every tab, and the way back leaves it as it was', async ({ page }) => {
  await page.goto('/logs');
  const time = page.getByRole('combobox', { name: 'Time', exact: true });
  await time.selectOption('Last 7 days');
  await page.getByRole('link', { name: 'Systems' }).click();
  await expect(page).toHaveURL(/\/systems\?last=7d$/);
  await expect(page.getByRole('searchbox', { name: 'Find a system' })).toBeVisible();
  await expect(time).toHaveValue('7d');
  await time.selectOption('From … to …');
  await page.getByLabel('From, in local time').fill('2026-01-01T00:00');
  await page.getByLabel('To, in local time').fill('2026-01-01T06:00');
  await page.getByRole('button', { name: 'Show', exact: true }).click();
  await expect(page).toHaveURL(/from=2025-12-31T23%3A00%3A00.000Z&to=2026-01-01T05%3A00%3A00.000Z/u);
  await page.goBack();
  await expect(time).toHaveValue('7d');
  await page.goBack();
  await expect(page).toHaveURL(/\/logs\?last=7d$/);
});

test('times are written in the zone that is chosen, on every page', async ({ page, world }) => {
  await page.goto(`/runs/${world.runs.stock}`);
  const started = page.locator('dd time').first();
  const local = await started.textContent();
  await page.getByRole('combobox', { name: 'Clock zone' }).selectOption('UTC');
  await expect(started).toHaveText(/UTC$/u);
  await page.reload();
  await expect(started).toHaveText(/UTC$/u);
  await page.getByRole('combobox', { name: 'Clock zone' }).selectOption('Local');
  await expect(started).toHaveText(local ?? '');
});

test.describe('what is not there', () => {
  test.use({ expectedErrors: /404 .+\/api\/v1\/(runs|pipelines)\//u });

  test('is told in the words of the server', async ({ page }) => {
    await page.goto('/runs/0192002a-f0d7-7182-aa93-ec9533ae886b');
    await expect(page.getByRole('alert')).toHaveText(/^No run 0192002a-.+\.$/u);
    await page.goto('/pipelines/nowhere/nothing');
    await expect(page.getByRole('alert')).toHaveText(/^No run of pipeline nowhere\/nothing .+\.$/u);
    await expect(page.getByRole('button', { name: 'Try again' })).toHaveCount(0);
  });
});

for (const width of [640, 750])
  test(`no page is wider than a window of ${width} px`, async ({ page, world }) => {
    await page.setViewportSize({ width, height: 900 });
    for (const path of ['/', '/data', '/data/contracts', `/runs/${world.runs.deliveries}`]) {
      await page.goto(path);
      await expect(page.getByRole('heading', { level: 1 })).toBeVisible();
      await expect(page.getByRole('table').first()).toBeVisible();
      expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBe(width);
    }
  });

test('a table wider than the window scrolls in its frame, whose edge is marked', async ({ page }) => {
  await page.setViewportSize({ width: 700, height: 900 });
  await page.goto('/data/contracts');
  const table = page.getByRole('table', { name: 'Files, the latest first' });
  const last = table.getByRole('columnheader', { name: 'Rejected rows in' });
  await expect(last).not.toBeInViewport({ ratio: 1 });
  const frame = table.locator('..');
  expect(await frame.evaluate((element) => getComputedStyle(element).backgroundImage)).toContain('linear-gradient');
  await frame.evaluate((element) => element.scrollTo({ left: element.scrollWidth }));
  await last.scrollIntoViewIfNeeded();
  await expect(last).toBeInViewport({ ratio: 0.95 });
});

test.describe('in forced colours', () => {
  test.use({ forcedColors: 'active' });

  test('one tab is underlined, and bars are seen', async ({ page, world }) => {
    await page.goto(`/runs/${world.runs.orders}`);
    const styleOf = (of: Locator, property: string) =>
      of.evaluate((element, name) => getComputedStyle(element).getPropertyValue(name), property);
    const bar = page.getByRole('treegrid', { name: 'Spans' }).locator('[data-bars] .bg-liquid').first();
    const paper = await styleOf(page.locator('html'), 'background-color');
    expect(await styleOf(bar, 'background-color')).not.toBe(paper);
    await page.goto('/data');
    const tabs = page.getByRole('navigation', { name: 'Pages' }).getByRole('link');
    await expect(tabs).toHaveCount(5);
    const lines = await tabs.evaluateAll((all) => all.map((tab) => getComputedStyle(tab).borderBottomColor));
    expect(lines.map((line) => line !== paper)).toEqual([false, false, true, false, false]);
  });
});

test('the theme follows the system until one is chosen, and stays chosen', async ({ page }) => {
  const paper = () => page.evaluate(() => getComputedStyle(document.documentElement).backgroundColor);
  await page.emulateMedia({ colorScheme: 'dark' });
  await page.goto('/');
  const dark = await paper();
  await page.emulateMedia({ colorScheme: 'light' });
  await expect.poll(paper).not.toBe(dark);
  const light = await paper();
  await page.getByRole('button', { name: 'Theme: system. Change to light' }).click();
  await page.getByRole('button', { name: 'Theme: light. Change to dark' }).click();
  await expect.poll(paper).toBe(dark);
  await page.reload();
  await expect(page.getByRole('button', { name: 'Theme: dark. Change to system' })).toBeVisible();
  expect(await paper()).toBe(dark);
  await page.getByRole('button', { name: 'Theme: dark. Change to system' }).click();
  await expect.poll(paper).toBe(light);
});
