import { auditPage } from './_axe.ts';
import { pages } from './_pages.ts';
import { expect, test } from './_test.ts';

for (const theme of ['light', 'dark'] as const) {
  test.describe(`in ${theme}`, () => {
    test.use({ colorScheme: theme });

    for (const { name, address, isDrawn } of pages) {
      test(`${name} is legible to everyone, wide and narrow`, async ({ page, world }) => {
        await page.goto(address(world));
        await isDrawn(page);
        expect(await auditPage(page)).toEqual([]);
        await page.screenshot({ path: `test-results/pages/${name}-${theme}-1440.png`, fullPage: true });

        await page.setViewportSize({ width: 390, height: 844 });
        await isDrawn(page);
        await expect.poll(() => page.evaluate(() => document.documentElement.scrollWidth)).toBe(390);
        await page.screenshot({ path: `test-results/pages/${name}-${theme}-390.png`, fullPage: true });
      });
    }
  });
}
