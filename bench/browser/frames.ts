// How smoothly the largest pages scroll, and when they are there: home with many pipelines, a run with many stages. Needs a built dashboard
// (`npm run build -w packages/dashboard`) and Debian's chromium.
//   node --conditions=@sightglass/source bench/browser/frames.ts [--pipelines 1000] [--stages 300] [--frames 200]
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { chromium, type Page } from '@playwright/test';
import { generateEstate } from '../../examples/estate/src/index.ts';
import { eventsRequest, lifecycleEvent } from '../../packages/server/src/rooms/runs/_runs.ts';
import { chromiumLaunch, requireChromium } from '../../test/browser/_chromium.ts';
import { percentile, startBenchServer } from '../_process.ts';
import { createSender } from '../_send.ts';

const { values } = parseArgs({
  options: {
    pipelines: { type: 'string', default: '1000' },
    stages: { type: 'string', default: '300' },
    frames: { type: 'string', default: '200' },
  },
});
const [pipelines, stages, frames] = [values.pipelines, values.stages, values.frames].map(Number) as [
  number,
  number,
  number,
];
const pixelsAFrame = 60;
const longRun = { runId: 'run-of-many-stages', pipelineName: 'many-stages', pipelineNamespace: 'bench' };

const runOfManyStages = (startedAtMs: number): object[] => [
  lifecycleEvent('runStarted', startedAtMs, longRun),
  ...Array.from({ length: stages }, (_, index) => {
    const stage = {
      ...longRun,
      stageName: `stage-${String(index + 1).padStart(3, '0')}`,
      stageId: (index + 1).toString(16).padStart(16, '0'),
    };
    const rows = { rowsRead: 1_000, rowsWritten: 1_000, stageState: 'succeeded' };
    return [
      lifecycleEvent('stageStarted', startedAtMs + index * 1_000, stage),
      lifecycleEvent('stageFinished', startedAtMs + index * 1_000 + 900, { ...stage, ...rows }),
    ];
  }).flat(),
  lifecycleEvent('runFinished', startedAtMs + stages * 1_000, { ...longRun, runState: 'succeeded' }),
];

/** Runs in the page: scrolls down with every frame, and up again from the end. */
const scrolling = `(async () => {
  const element = document.scrollingElement;
  const nextFrame = () => new Promise((resolve) => requestAnimationFrame(resolve));
  const took = [];
  let pixels = ${pixelsAFrame};
  let before = await nextFrame();
  for (let frame = 0; frame < ${frames}; frame += 1) {
    const top = element.scrollTop;
    element.scrollTop += pixels;
    if (element.scrollTop === top) pixels = -pixels;
    const now = await nextFrame();
    took.push(now - before);
    before = now;
  }
  return { height: element.scrollHeight, took };
})()`;

const measure = async (page: Page, name: string, path: string, shown: string) => {
  const openedAt = performance.now();
  await page.goto(path);
  await page.locator(shown).first().waitFor();
  const shownMs = Math.round(performance.now() - openedAt);
  await page.waitForTimeout(2_000);
  const { height, took } = (await page.evaluate(scrolling)) as { height: number; took: number[] };
  const sorted = took.toSorted((a, b) => a - b);
  const at = (share: number): number => Math.round(percentile(sorted, share) * 10) / 10;
  return { page: name, shownMs, height, medianMs: at(0.5), p95Ms: at(0.95), worstMs: at(1) };
};

requireChromium();
const dashboardDir = fileURLToPath(new URL('../../packages/dashboard/dist', import.meta.url));
await using server = await startBenchServer({ dashboardDir });
const { post } = createSender(server.url, 4);
for (const { signal, body } of generateEstate({
  seed: 1,
  days: 2,
  now: Date.now(),
  pipelines,
  runsPerDay: 2,
  logsPerRun: 1,
}))
  await post(signal, body);
await post('logs', eventsRequest(runOfManyStages(Date.now() - 2 * stages * 1_000)));
const listed = async (): Promise<number> => {
  const response = await fetch(`${server.url}/api/v1/run-counts?runId=${longRun.runId}`);
  return ((await response.json()) as { total: number }).total;
};
while ((await listed()) === 0) await new Promise((resolve) => setTimeout(resolve, 250));

const browser = await chromium.launch(chromiumLaunch());
try {
  const page = await browser.newPage({ baseURL: server.url, viewport: { width: 1440, height: 900 } });
  console.table([
    await measure(page, `home, ${pipelines} pipelines`, '/', 'main a[href*="/pipelines/"]'),
    await measure(
      page,
      `run, ${stages} stages`,
      `/pipelines/bench/many-stages/runs/${longRun.runId}`,
      'text=stage-001',
    ),
  ]);
} finally {
  await browser.close();
}
