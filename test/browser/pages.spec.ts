import { auditPage } from './_axe.ts';
import { pages } from './_pages.ts';
import { inBothThemes, takePicture } from './_pictures.ts';
import { expect, test } from './_test.ts';

for (const { name, address, isDrawn } of pages) {
  test(`${name} is legible to everyone, in light and dark, wide and narrow`, async ({ page, world }) => {
    await page.goto(address(world));
    await isDrawn(page);
    await inBothThemes(page, async (theme) => {
      expect(await auditPage(page), theme).toEqual([]);
      await takePicture(page, `${name}-${theme}-1440`);
    });

    await page.setViewportSize({ width: 390, height: 844 });
    await isDrawn(page);
    await expect.poll(() => page.evaluate(() => document.documentElement.scrollWidth)).toBe(390);
    await inBothThemes(page, (theme) => takePicture(page, `${name}-${theme}-390`));
  });
}
