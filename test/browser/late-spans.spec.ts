import { randomBytes } from 'node:crypto';
import { postTraces, type OtlpSpan } from './_otlp.ts';
import { expect, test } from './_test.ts';

const spansOf = (traceId: string, first: number, count: number): OtlpSpan[] => {
  const now = Date.now();
  return Array.from({ length: count }, (_, at) => ({
    traceId,
    spanId: (first + at + 1).toString(16).padStart(16, '0'),
    name: `part ${first + at}`,
    kind: 1,
    startTimeUnixNano: `${now}000000`,
    endTimeUnixNano: `${now + 1}000000`,
    attributes: [],
    status: {},
  }));
};

test('spans that come while a large trace was only just read are shown all the same', async ({ page, world }) => {
  const traceId = randomBytes(16).toString('hex');
  await postTraces(world.url, 'importer', spansOf(traceId, 0, 12_000));
  await expect(async () => {
    expect((await page.request.get(`/api/v1/traces/${traceId}?limit=1`)).status()).toBe(200);
  }).toPass();
  await page.goto(`/traces/${traceId}`);
  await expect(page.getByText('12,000 spans').first()).toBeVisible();
  await postTraces(world.url, 'importer', spansOf(traceId, 12_000, 500));
  await expect(page.getByText('12,500 spans').first()).toBeVisible();
});
