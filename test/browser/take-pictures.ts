// Takes the pictures of the documentation from a real server that has seen real runs: `npm run pictures`. What they show of the frame of every
// page is noted beside them, so that a test finds those that show a former one (`tools/docs/pictures.test.ts`).
import { mkdir, writeFile } from 'node:fs/promises';
import { chromium } from '@playwright/test';
import { createCliWorkspace } from '../../packages/cli/testing/run-cli.ts';
import { startServe } from '../../packages/cli/testing/run-server.ts';
import { runsOf } from '../_api.ts';
import { until } from '../_processes.ts';
import { chromiumLaunch, requireChromium } from './_chromium.ts';
import { startProgram } from './_program.ts';

const folder = new URL('../../docs/images/', import.meta.url).pathname;

await using space = await createCliWorkspace();
const server = await startServe(space);
try {
  await startProgram(server.url, space.dir, 'orders').done;
  await until('four runs are told', async () => {
    const runs = await runsOf(server.url, 'orders');
    return runs.length === 4 && runs.every(({ state }) => state === 'succeeded');
  });
  const [dirty] = await runsOf(server.url, 'orders');
  requireChromium();
  const browser = await chromium.launch(chromiumLaunch());
  const page = await browser.newPage({ viewport: { width: 1440, height: 900 }, colorScheme: 'light' });
  await page.goto(`${server.url}/runs/${dirty?.runId}`);
  await page.getByRole('treegrid', { name: 'Spans' }).getByRole('row', { name: /load/ }).waitFor();
  await page.getByRole('navigation', { name: 'Other runs of this pipeline' }).getByRole('link').first().waitFor();
  await mkdir(folder, { recursive: true });
  await page.screenshot({ path: `${folder}dashboard.png` });
  const tabs = await page.getByRole('navigation', { name: 'Pages', exact: true }).getByRole('link').allInnerTexts();
  await writeFile(
    `${folder}pictures.json`,
    `${JSON.stringify({ 'dashboard.png': { tabs: tabs.join(', ') } }, undefined, 2)}\n`,
  );
  await browser.close();
} finally {
  await server.stop();
}
