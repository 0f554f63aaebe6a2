import type { PipelinePerformance } from '@sightglass/model/rest';

const figures = {
  runs: 7,
  durationMs: { p50: 5_030, p95: 25_000 },
  rowsPerSecond: 248.7,
  cpuTimeMs: 900,
  peakRssBytes: 90e6,
  retries: 7,
};
/** What `docs/guides/slow-pipeline.md` shows. */
export const shownPerformance: PipelinePerformance = {
  namespace: 'shop',
  name: 'orders',
  from: '2026-03-01T02:00:00Z',
  to: '2026-03-07T02:00:00Z',
  run: figures,
  stages: [{ ...figures, name: 'load', share: 0.8, cpuTimeMs: null }],
  calls: [
    {
      kind: 'database',
      target: 'warehouse',
      page: 'warehouse',
      runs: 7,
      callsPerRun: 3,
      busyMs: 2_000,
      share: 0.4,
      p95Ms: null,
      slowestMs: 1_000,
      failed: 7,
    },
  ],
  latest: {
    runId: 'r',
    startedAt: '2026-03-07T02:00:00Z',
    durationMs: 25_000,
    verdict: { id: 'yes', words: 'Ready to use' },
    shown: { id: 'succeeded', word: 'Succeeded', tone: 'fluid' },
    sentence: '',
    sentenceParts: [],
  },
  sampleSize: 6,
  regressions: [{ stage: 'load', figure: 'duration', usual: 4_025, latest: 24_000, times: 5.96, rowsTimes: 1 }],
};
