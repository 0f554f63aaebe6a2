import { failureWords } from '@sightglass/model';
import type { ApiStep } from '@sightglass/model/rest';
import type { ChartLine } from '../../../components/chart/time-chart-options.ts';
import { formatDuration } from '../../../format/duration.ts';
import { countOf, formatCount, formatShare } from '../../../format/number.ts';
import { formatTime } from '../../../format/time.ts';

/** p50, p95 and p99 of each step. */
export const timeLines = (items: readonly ApiStep[]): ChartLine[] =>
  (
    [
      ['p50', 'fluid', 'solid'],
      ['p95', 'fluid', 'dashed'],
      ['p99', 'edge', 'dotted'],
    ] as const
  ).map(([name, role, dash]) => ({
    name,
    role,
    dash,
    values: items.map(({ durationMs }) => durationMs?.[name] ?? null),
  }));

/** Share of requests that failed in each step; without requests there is none. */
export const failureLines = (items: readonly ApiStep[]): ChartLine[] => [
  { name: 'failed', role: 'bad', dash: 'solid', values: items.map(failedShare) },
];

const failedShare = ({ requests, failed }: ApiStep): number | null => (requests === 0 ? null : failed / requests);

/** How lines differ, or their values at a step. */
export const timeWords = (items: readonly ApiStep[], at: number | null): string => {
  const step = at === null ? undefined : items[at];
  if (step === undefined) return 'p50 solid, p95 dashed, p99 dotted';
  const { durationMs } = step;
  if (durationMs === null) return `${timeOf(step)} · no request`;
  const percentiles = (['p50', 'p95', 'p99'] as const).map((name) => `${name} ${formatDuration(durationMs[name])}`);
  return `${timeOf(step)} · ${percentiles.join(' · ')}`;
};

/** How many failed in all, or at a step and why. */
export const failureWordsAt = (items: readonly ApiStep[], at: number | null): string => {
  const step = at === null ? undefined : items[at];
  if (step !== undefined) {
    if (step.requests === 0) return `${timeOf(step)} · no request`;
    const why = step.failed === 0 ? '' : ` · ${failureWords(step.errors)}`;
    return `${timeOf(step)} · ${formatCount(step.failed)} of ${countOf(step.requests, 'request')}${why}`;
  }
  const sum = (count: (step: ApiStep) => number) => items.reduce((total, each) => total + count(each), 0);
  const [failed, requests] = [sum((each) => each.failed), sum((each) => each.requests)];
  return `${formatCount(failed)} of ${countOf(requests, 'request')}, ${formatShare(requests === 0 ? 0 : failed / requests)}`;
};

const timeOf = ({ at }: ApiStep): string => formatTime(Date.parse(at), Date.now());
