import { randomBytes } from 'node:crypto';
import { auditPage } from './_axe.ts';
import { postTraces, unixNano, type OtlpSpan } from './_otlp.ts';
import { inBothThemes } from './_pictures.ts';
import { expect, noTraceYet, test } from './_test.ts';

test.use({ expectedErrors: noTraceYet });

const job = (name: string, hoursAgo: number, isFailed = false): OtlpSpan[] => {
  const traceId = randomBytes(16).toString('hex');
  const [root, inner] = [randomBytes(8).toString('hex'), randomBytes(8).toString('hex')];
  const startMs = Date.now() - hoursAgo * 3_600_000;
  const times = { startTimeUnixNano: unixNano(startMs), endTimeUnixNano: unixNano(startMs + 2_000) };
  const common = { traceId, kind: 1, ...times, attributes: [] };
  return [
    { ...common, spanId: root, name, status: isFailed ? { code: 2, message: 'disk full' } : {} },
    { ...common, spanId: inner, parentSpanId: root, name: 'load', status: {} },
  ];
};

test('spans of a program that knows no pipelines become runs, and are taken back', async ({ page, world }) => {
  const service = `batch-${randomBytes(3).toString('hex')}`;
  await postTraces(world.url, service, [
    ...job(`job ${service}-rent`, 3),
    ...job(`job ${service}-rent`, 2, true),
    ...job(`job ${service}-rates`, 1),
    ...job('GET /health', 1),
  ]);
  await page.goto('/services');
  await expect(async () => {
    await page.reload();
    await page.getByRole('link', { name: `Make runs of spans of ${service}` }).click({ timeout: 3_000 });
  }).toPass({ timeout: 30_000 });
  const preview = page.getByRole('region', { name: 'What it would make' });
  await expect(preview.getByRole('status')).toContainText('4 runs of 3 pipelines, from');
  await preview.getByRole('button', { name: new RegExp(`^job ${service}-rent`, 'u') }).click();
  await expect(preview.getByRole('status')).toContainText('2 runs of 1 pipeline, from');
  await page.getByRole('textbox', { name: /^Root span/ }).fill('job *');
  await page.getByRole('textbox', { name: 'Namespace' }).fill(service);
  await preview.getByRole('button', { name: /^load/ }).click();
  await expect(preview.getByRole('status')).toContainText('3 runs of 2 pipelines, from');
  await expect(preview).toContainText('Stages: load (4 spans)');
  await expect(page).toHaveURL(/root=job.*stages=load|stages=load.*root=job/u);

  await inBothThemes(page, async (theme) => expect(await auditPage(page), theme).toEqual([]));
  await page.setViewportSize({ width: 390, height: 844 });
  await expect.poll(() => page.evaluate(() => document.documentElement.scrollWidth)).toBe(390);

  await page.getByRole('button', { name: 'Make 3 runs' }).click();
  const rule = page.getByRole('table', { name: 'Rules that make runs of spans' }).getByRole('row').filter({
    hasText: service,
  });
  await expect(rule).toContainText('in force', { timeout: 30_000 });
  await expect(page.getByRole('button', { name: 'Make runs of what arrives' })).toBeVisible({ timeout: 30_000 });
  await rule.getByRole('link', { name: '3' }).click();
  const runs = page.getByRole('table', { name: 'Runs', exact: true });
  await expect(runs.getByRole('rowheader')).toHaveCount(3);
  await expect(runs).toContainText('disk full');

  await page.goBack();
  await rule.getByRole('button', { name: 'Take back …' }).click();
  await rule.getByRole('button', { name: 'Take back the rule and 3 runs' }).click();
  await expect(rule).toHaveCount(0, { timeout: 30_000 });
  const left = await page.request.get(`/api/v1/runs?namespace=${service}`);
  expect(((await left.json()) as { items: unknown[] }).items).toEqual([]);
});
