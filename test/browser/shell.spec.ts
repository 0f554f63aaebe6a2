import { expect, test } from './_test.ts';

test('an address without a page says so, and leads home', async ({ page }) => {
  await page.goto('/no/such/page');
  await expect(page.getByRole('heading', { level: 1 })).toHaveText('There is no page at this address');
  await page.getByRole('link', { name: 'Go home' }).click();
  await expect(page).toHaveTitle('Home · Sightglass');
});

test.describe('what is not there', () => {
  test.use({ expectedErrors: /404 .+\/api\/v1\/(runs|pipelines)\//u });

  test('is told in the words of the server', async ({ page }) => {
    await page.goto('/runs/0192002a-f0d7-7182-aa93-ec9533ae886b');
    await expect(page.getByRole('alert')).toContainText('The run could not be read');
    await page.goto('/pipelines/nowhere/nothing');
    await expect(page.getByRole('alert')).toContainText('The pipeline could not be read');
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
