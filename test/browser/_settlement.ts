import { attributes, events } from '@sightglass/model';
import { eventRecord, type EventValues } from './_events.ts';
import { attribute, postLogs, postTraces, unixNano, type OtlpLog, type OtlpSpan } from './_otlp.ts';

const hourMs = 3_600_000;
const slowest = 6;

/** Seven runs of `bank/settlement`, three hours apart; the load of the last one took six times as long. */
export const postSettlement = async (url: string): Promise<void> => {
  const firstAtMs = Date.now() - 22 * hourMs;
  const runs = Array.from({ length: slowest + 1 }, (_, index) => ({ index, atMs: firstAtMs + index * 3 * hourMs }));
  await postLogs(url, 'settlement', runs.flatMap(eventsOf));
  await postTraces(url, 'settlement', runs.flatMap(spansOf));
};

interface SettlementRun {
  readonly index: number;
  readonly atMs: number;
}

const extractMs = 5_000;
const loadMs = (index: number): number => (index === slowest ? 30_000 : 5_000);

const eventsOf = ({ index, atMs }: SettlementRun): OtlpLog[] => {
  const own: EventValues = { pipelineNamespace: 'bank', pipelineName: 'settlement', runId: `settlement-${index}` };
  const rows = { rowsRead: 50_000, rowsWritten: 50_000, cpuTimeMs: 2_500, memoryPeakRssBytes: 210_000_000 };
  const stage = (stageName: string, startsAtMs: number, stageDurationMs: number): OtlpLog[] => {
    const part = { ...own, stageName, stageId: `${stageName}-${index}` };
    const end = { ...part, ...rows, stageState: 'succeeded', stageDurationMs };
    return [
      eventRecord(events.stageStarted.name, startsAtMs, part),
      eventRecord(events.stageFinished.name, startsAtMs + stageDurationMs, end),
    ];
  };
  const runDurationMs = extractMs + loadMs(index);
  return [
    eventRecord(events.runStarted.name, atMs, own),
    ...stage('extract', atMs, extractMs),
    ...stage('load', atMs + extractMs, loadMs(index)),
    eventRecord(events.runFinished.name, atMs + runDurationMs, { ...own, runState: 'succeeded', runDurationMs }),
  ];
};

/** One statement for half of the load. */
const spansOf = ({ index, atMs }: SettlementRun): OtlpSpan[] => [
  {
    traceId: `${index + 1}`.padStart(32, 'd'),
    spanId: `${index + 1}`.padStart(16, 'd'),
    name: 'INSERT settlements',
    kind: 3,
    startTimeUnixNano: unixNano(atMs + extractMs),
    endTimeUnixNano: unixNano(atMs + extractMs + loadMs(index) / 2),
    attributes: [
      attribute(attributes.runId, `settlement-${index}`),
      attribute(attributes.pipelineName, 'settlement'),
      attribute('db.system.name', 'postgresql'),
    ],
    status: {},
  },
];
