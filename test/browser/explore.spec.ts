import { expect, test } from './_test.ts';

test('a metric is found, parted and explained; an example leads to its trace', async ({ page }) => {
  await page.goto('/metrics');
  await page.getByRole('searchbox', { name: 'Find a metric' }).fill('REQUEST duration');
  await page.keyboard.press('Enter');
  await page.getByRole('link', { name: /^http\.server\.request\.duration/ }).click();
  await expect(page).toHaveURL(/find=REQUEST\+duration.*name=http|name=http.*find=REQUEST/);
  await expect(page.getByText('A histogram in milliseconds, sent as differences.')).toBeVisible();
  await expect(page.getByText('a gap is a step in which nothing was received')).toBeVisible();

  await page.getByRole('combobox', { name: 'Figure' }).selectOption('p95');
  await page.getByRole('combobox', { name: 'Group by' }).selectOption('http.route');
  await expect(page).toHaveURL(/aggregation=p95.*by=http\.route|by=http\.route.*aggregation=p95/);
  const lines = page.getByRole('table', { name: 'Lines of the chart' }).getByRole('row');
  await expect(lines).toHaveText([/^Line/, /^\/pay/, /^\/cart/]);

  await page.getByRole('textbox', { name: 'Only points with' }).fill('http.route:/cart');
  await page.keyboard.press('Enter');
  await expect(lines).toHaveText([/^Line/, /^\/cart/]);
  await page.goBack();
  await expect(lines).toHaveCount(3);

  await page.getByRole('table', { name: 'Examples with their traces' }).getByRole('link').first().click();
  await expect(page.getByRole('treegrid', { name: 'Spans' }).getByRole('row', { name: /GET \/cart/ })).toBeVisible();
});

test('whoever sends is listed, and a figure leads to what it counts', async ({ page }) => {
  await page.goto('/services');
  const row = page.getByRole('row', { name: /web-shop/ });
  await expect(row).toBeVisible({ timeout: 30_000 });
  await page.getByRole('searchbox', { name: 'Find a service' }).fill('WEB');
  await expect(page).toHaveURL(/find=WEB/);
  await expect(page.getByRole('row')).toHaveCount(2);
  await row.getByRole('cell').last().getByRole('link').click();
  await expect(page).toHaveURL(/\/metrics\?service=web-shop/);
  await page.getByRole('link', { name: /^http\.server\.request\.duration/ }).click();
  await expect(page.getByRole('table', { name: 'Lines of the chart' })).toBeVisible();
});
