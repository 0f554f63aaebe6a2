import { countOf, formatShare, leastUsualRuns, regressionWords } from '@sightglass/model';
import type { CallPerformance, PipelinePerformance, StagePerformance } from '@sightglass/model/rest';
import { formatBytes, formatCount, formatDuration, formatInstant } from './format.ts';
import type { Style } from './style.ts';
import { renderTable, type Column } from './table.ts';
import { shortName } from './text.ts';

/** How a pipeline performs, as text: what got worse, its stages, its databases and APIs. */
export const renderPerformance = (answer: PipelinePerformance, style: Style): string => {
  const { run, stages, calls } = answer;
  if (run === null) return 'No run succeeded in this time range.';
  return [
    headOf(answer, run),
    ...worseLines(answer, style),
    ...(stages.length === 0 ? [] : ['', renderTable(stageColumns, stages)]),
    ...(calls.length === 0 ? [] : ['', renderTable(callColumns, calls)]),
  ].join('\n');
};

const headOf = (
  { namespace, name, from, to }: PipelinePerformance,
  run: NonNullable<PipelinePerformance['run']>,
): string => {
  const { p50, p95 } = run.durationMs;
  const runs = run.runs === 1 ? '1 run that succeeded' : `${formatCount(run.runs)} runs that succeeded`;
  const when =
    from === null || to === null
      ? ''
      : from === to
        ? `, ${formatInstant(from)}`
        : `, ${formatInstant(from)} to ${formatInstant(to)}`;
  const figures = [
    `median ${formatDuration(p50)}`,
    `p95 ${formatDuration(p95)}`,
    ...(run.rowsPerSecond === null ? [] : [`${formatCount(Math.round(run.rowsPerSecond))} rows/s`]),
    ...(run.cpuTimeMs === null ? [] : [`CPU ${formatDuration(run.cpuTimeMs)}`]),
    ...(run.peakRssBytes === null ? [] : [`memory ${formatBytes(run.peakRssBytes)}`]),
    ...(run.retries === 0 ? [] : [countOf(run.retries, 'retry', 'retries')]),
  ];
  return `${shortName(`${namespace}/${name}`)}  ${runs}${when}\n${figures.join(' · ')}`;
};

const formats = {
  duration: formatDuration,
  bytes: formatBytes,
  count: (count: number) => formatCount(Math.round(count)),
};

const worseLines = ({ regressions, sampleSize }: PipelinePerformance, { paint }: Style): string[] => {
  if (regressions === null)
    return [
      '',
      paint(
        'dim',
        `Comparison needs ${leastUsualRuns} earlier successful runs; there ${sampleSize === 1 ? 'is' : 'are'} ${sampleSize}.`,
      ),
    ];
  if (regressions.length === 0) return ['', `The latest run is as usual, compared with the ${sampleSize} before it.`];
  return ['', ...regressions.map((worse) => paint('yellow', `▲ ${shortName(regressionWords(worse, formats), 160)}`))];
};

const share = (part: number): string => formatShare(Math.round(part * 100) / 100);
const orBlank = <T>(value: T | null, format: (value: T) => string): string => (value === null ? '' : format(value));

const stageColumns: readonly Column<StagePerformance>[] = [
  { title: 'STAGE', cell: ({ name }) => shortName(name) },
  { title: 'SHARE', cell: (stage) => share(stage.share), align: 'right' },
  { title: 'MEDIAN', cell: ({ durationMs }) => formatDuration(durationMs.p50), align: 'right' },
  { title: 'P95', cell: ({ durationMs }) => formatDuration(durationMs.p95), align: 'right' },
  {
    title: 'ROWS/S',
    cell: ({ rowsPerSecond }) => orBlank(rowsPerSecond, (rate) => formatCount(Math.round(rate))),
    align: 'right',
  },
  { title: 'CPU', cell: ({ cpuTimeMs }) => orBlank(cpuTimeMs, formatDuration), align: 'right' },
  { title: 'MEMORY', cell: ({ peakRssBytes }) => orBlank(peakRssBytes, formatBytes), align: 'right' },
  { title: 'RETRIES', cell: ({ retries }) => (retries === 0 ? '' : formatCount(retries)), align: 'right' },
  { title: 'RUNS', cell: ({ runs }) => formatCount(runs), align: 'right' },
];

const callColumns: readonly Column<CallPerformance>[] = [
  { title: 'CALLS TO', cell: ({ target }) => shortName(target) },
  { title: 'SHARE', cell: (call) => share(call.share), align: 'right' },
  { title: 'BUSY', cell: ({ busyMs }) => formatDuration(busyMs), align: 'right' },
  { title: 'CALLS/RUN', cell: ({ callsPerRun }) => formatCount(Math.round(callsPerRun)), align: 'right' },
  { title: 'P95', cell: ({ p95Ms }) => orBlank(p95Ms, formatDuration), align: 'right' },
  { title: 'SLOWEST', cell: ({ slowestMs }) => formatDuration(slowestMs), align: 'right' },
  { title: 'FAILED', cell: ({ failed }) => (failed === 0 ? '' : formatCount(failed)), align: 'right' },
];
