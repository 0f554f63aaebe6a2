import { attributes, events, ownEvents, type AttributeKey } from '@sightglass/model';
import { attribute, postLogs, type OtlpLog } from './_otlp.ts';

const hourMs = 3_600_000;
const dayMs = 24 * hourMs;

type Said = Partial<Record<AttributeKey, string | number>>;

/** Due once a year, so that the server itself finds nothing missed while tests run. */
const invoices: Said = {
  pipelineNamespace: 'finance',
  pipelineName: 'invoices',
  pipelineOwner: 'accounts',
  pipelineSchedule: '0 0 1 1 *',
};

/** `invoices` ran three days ago, in time; the day before yesterday and yesterday it was due and did not start. */
export const tellMissed = async (url: string): Promise<void> => {
  const now = Date.now();
  const clockOf = (atMs: number) => new Date(atMs).toISOString().slice(11, 16);
  const declared = { ...invoices, pipelineDeadline: clockOf(now - 2 * hourMs) };
  const dueAtMs = (days: number) => now - days * dayMs - 4 * hourMs;
  const missed = [2, 1].map((days) => {
    const runDueAt = new Date(dueAtMs(days)).toISOString();
    return record(ownEvents.runMissed.name, now, { ...declared, runId: `invoices-missed-${days}`, runDueAt });
  });
  await postLogs(url, 'ledger', [...runAt(dueAtMs(3), { ...declared, runId: 'invoices-in-time' }), ...missed]);
};

const runAt = (atMs: number, own: Said): OtlpLog[] => {
  const stages = ['extract', 'post'].flatMap((stageName, index) => {
    const startsAtMs = atMs + index * 60_000;
    const stage = { ...own, stageName, stageId: `${index + 1}`.repeat(16) };
    const rows = { rowsRead: 8_120, rowsWritten: 8_120 };
    return [
      record(events.stageStarted.name, startsAtMs, stage),
      record(events.stageFinished.name, startsAtMs + 50_000, { ...stage, ...rows, stageState: 'succeeded' }),
    ];
  });
  return [
    record(events.runStarted.name, atMs, own),
    ...stages,
    record(events.runFinished.name, atMs + 120_000, { ...own, runState: 'succeeded' }),
  ];
};

const record = (eventName: string, atMs: number, said: Said): OtlpLog => ({
  eventName,
  body: eventName,
  severityNumber: 9,
  timeUnixNano: `${atMs}000000`,
  attributes: Object.entries(said).map(([key, value]) => attribute(attributes[key as AttributeKey], value)),
});
