import type { Page } from '@playwright/test';

const isWanted = process.env['SIGHTGLASS_PICTURES'] !== undefined;

/** A picture of the whole page in test-results/pages for people to look at, when SIGHTGLASS_PICTURES is set: they cost more than the tests. */
export const takePicture = async (page: Page, name: string): Promise<void> => {
  if (isWanted) await page.screenshot({ path: `test-results/pages/${name}.png`, fullPage: true });
};

/** Runs a step in light and in dark. */
export const inBothThemes = async (page: Page, step: (theme: 'light' | 'dark') => Promise<void>): Promise<void> => {
  for (const theme of ['light', 'dark'] as const) {
    await page.emulateMedia({ colorScheme: theme });
    await step(theme);
  }
};
