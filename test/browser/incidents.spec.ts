import { randomBytes } from 'node:crypto';
import { events } from '@sightglass/model';
import { startServer, type Server } from '@sightglass/server';
import { findDashboard } from '../../packages/cli/src/local-server/dashboard.ts';
import { temporaryFolder } from '../temporary-folder.ts';
import { eventRecord } from './_events.ts';
import { postLogs } from './_otlp.ts';
import { expect, ownTest as test } from './_test.ts';

test.use({ expectedErrors: /status of 503/u });

/** An installation of its own: its incident would be seen by the tests of other pages. */
let server: Server;
test.beforeAll(async () => {
  test.setTimeout(120_000);
  const dashboardDir = findDashboard().folder;
  server = await startServer({ port: 0, grpcPort: 0, dataDir: temporaryFolder(), dashboardDir, log: () => {} });
});
test.afterAll(() => server[Symbol.asyncDispose]());

const run = (pipelineName: string, runState: 'failed' | 'succeeded') => {
  const atMs = Date.now();
  const own = { runId: `${pipelineName}-${runState}`, pipelineName, pipelineNamespace: 'respond' };
  const failure = runState === 'failed' ? { exceptionType: 'Error', exceptionMessage: 'no route to host' } : {};
  return [
    eventRecord(events.runStarted.name, atMs - 2_000, own),
    eventRecord(events.runFinished.name, atMs - 1_000, { ...own, runState, ...failure }),
  ];
};

test('a run that fails is an incident: seen above every page, taken, noted, and over with the next good run', async ({
  page,
}) => {
  test.setTimeout(180_000);
  const name = `fx-${randomBytes(3).toString('hex')}`;
  await postLogs(server.url, 'fx', run(name, 'failed'));
  const band = page.getByRole('complementary', { name: 'Incidents' });
  const isRead = /\/api\/v1\/incidents\?/u;
  await page.route(isRead, (route) => route.fulfill({ status: 503, json: { title: 'Unavailable', detail: 'away' } }));
  await page.goto(server.url);
  await expect(band).toContainText('it is not known whether anything is open', { timeout: 60_000 });
  await page.unroute(isRead);
  await expect(band).toContainText(`${name} failed`, { timeout: 60_000 });
  await page.keyboard.press('g');
  await page.keyboard.press('i');
  await expect(page).toHaveURL(/\/incidents$/u);
  await expect(band).toHaveCount(0);

  await page.getByRole('searchbox', { name: 'Title or pipeline' }).fill(name);
  await page.getByRole('button', { name: 'Open' }).click();
  await expect(page).toHaveURL(new RegExp(`state=open.*find=${name}|find=${name}.*state=open`, 'u'));
  const row = page.getByRole('row', { name: new RegExp(name, 'u') });
  await expect(row).toContainText('no route to host', { timeout: 60_000 });
  await expect(row).toContainText('nobody yet');
  await page.getByRole('link', { name: `${name} failed` }).click();

  await expect(page.getByRole('heading', { level: 1 })).toHaveText(`${name} failed`);
  const alerts = page.getByRole('table', { name: 'Alerts in this incident' });
  await expect(alerts.getByRole('row', { name: new RegExp(name, 'u') })).toContainText('In trouble');
  await page.getByRole('button', { name: 'Take care of it' }).click();
  await page.getByRole('textbox', { name: /^Your name/u }).fill('Ada');
  await page.getByRole('textbox', { name: /^Your name/u }).press('Enter');
  const timeline = page.getByRole('list', { name: 'Timeline' });
  await expect(timeline).toContainText('said to be Ada takes care of it.');
  await expect(page.getByRole('button', { name: 'Acknowledge' })).toHaveCount(0);
  await page.getByRole('button', { name: 'Write a note …' }).click();
  await page.getByRole('textbox', { name: 'Note' }).fill('The router is being replaced.');
  await page.getByRole('button', { name: 'Write a note', exact: true }).click();
  await expect(timeline).toContainText('said to be Ada: The router is being replaced.');

  await postLogs(server.url, 'fx', run(name, 'succeeded'));
  await expect(page.locator('main')).toContainText('Resolved', { timeout: 60_000 });
  await expect(timeline).toContainText('Over: nothing in it is in trouble any more.');
  await expect(page.getByRole('button', { name: 'Close …' })).toHaveCount(0);
  await alerts.getByRole('link', { name: `${name}-failed`.slice(0, 8), exact: true }).click();
  await expect(page.getByRole('heading', { level: 1 })).toContainText('Not usable: failed');
});
