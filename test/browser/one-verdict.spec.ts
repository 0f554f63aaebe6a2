import type { Locator } from '@playwright/test';
import type { Pipeline, Run } from '@sightglass/model/rest';
import { readPipelines, readRun, readRuns } from './_api.ts';
import { expect, test } from './_test.ts';

/** What a sentence says whenever it is read: its texts without the times and the reason of a failure. */
const fixedTexts = ({ sentenceParts }: Pick<Run, 'sentenceParts'>): string[] =>
  sentenceParts
    .filter((part) => typeof part === 'string')
    .map((text) => text.trim())
    .filter((text) => /\w/u.test(text));

const plain = (text: string | null): string => (text ?? '').replaceAll(/\s+/gu, ' ');

const expectTexts = async (place: Locator, texts: readonly string[]): Promise<void> => {
  const content = plain(await place.textContent());
  for (const text of texts) expect.soft(content).toContain(plain(text));
};

/** Running ones change between the answer of the server and the page. */
const isOver = ({ lastRun }: Pipeline): boolean => lastRun.state !== 'running';

test('home, the page of a run and the history of its pipeline say what the server answers', async ({
  page,
  request,
}) => {
  test.setTimeout(120_000);
  const { items } = await readPipelines(request);
  const pipelines = [...Map.groupBy(items.filter(isOver), ({ shown }) => shown.id).values()].map(([first]) => first!);
  expect(pipelines.length).toBeGreaterThan(4);

  await page.goto('/');
  for (const pipeline of pipelines) {
    const row = page.getByRole('row').filter({ has: page.getByRole('link', { name: pipeline.name, exact: true }) });
    await expect.soft(row.getByRole('rowheader').getByRole('img').first()).toHaveAccessibleName(pipeline.shown.word);
    await expectTexts(row, fixedTexts(pipeline));
  }

  for (const { namespace, name, lastRun } of pipelines) {
    await page.goto(`/runs/${lastRun.runId}`);
    const head = page.getByRole('main');
    await expect(head.getByRole('heading', { level: 1 })).toBeVisible();
    await expect.soft(head).toContainText(new RegExp(`Run ${lastRun.shown.word}`, 'iu'));
    await expectTexts(head, fixedTexts(lastRun));

    await page.goto(`/pipelines/${namespace}/${name}`);
    const history = page.getByRole('row').filter({ has: page.locator(`a[href*="/runs/${lastRun.runId}"]`) });
    await expect.soft(history.first()).toContainText(lastRun.shown.word);
  }
});

test('every run in a list of the server is judged as on its own page', async ({ request }) => {
  const { items } = await readRuns(request, 'limit=40');
  const over = items.filter(({ state }) => state !== 'running');
  expect(over.length).toBeGreaterThan(9);
  for (const listed of over) {
    expect
      .soft(await readRun(request, listed.runId))
      .toMatchObject({ verdict: listed.verdict, shown: listed.shown, outcome: listed.outcome });
  }
});
