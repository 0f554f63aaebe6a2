import { gzipSync } from 'node:zlib';
import { expect, test } from './_test.ts';

const mostScriptBytes = 250_000;

test('the first load of home brings at most 250 kB of script, and paints soon', async ({ page }) => {
  const scripts: Promise<number>[] = [];
  page.on('response', (response) => {
    if (response.request().resourceType() === 'script')
      scripts.push(response.body().then((body) => gzipSync(body).length));
  });
  await page.goto('/');
  await expect(page.getByRole('link', { name: 'billing', exact: true })).toBeVisible();
  await page.waitForLoadState('networkidle').catch(() => undefined);
  const bytes = (await Promise.all(scripts)).reduce((sum, each) => sum + each, 0);
  expect(scripts.length).toBeGreaterThan(0);
  expect(bytes).toBeLessThanOrEqual(mostScriptBytes);

  const usefulMs = await page.evaluate(() => performance.getEntriesByName('first-contentful-paint')[0]?.startTime ?? 0);
  const words = `${(bytes / 1_000).toFixed(1)} kB of script in gzip, first paint after ${usefulMs.toFixed(0)} ms`;
  test.info().annotations.push({ type: 'weight', description: words });
  console.log(`home: ${words}`);
});
