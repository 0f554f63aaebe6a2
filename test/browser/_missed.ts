import { events, ownEvents } from '@sightglass/model';
import { eventRecord, type EventValues } from './_events.ts';
import { postLogs, type OtlpLog } from './_otlp.ts';

const hourMs = 3_600_000;
const dayMs = 24 * hourMs;
const minuteMs = 60_000;

const invoices: EventValues = { pipelineNamespace: 'finance', pipelineName: 'invoices', pipelineOwner: 'accounts' };

/**
 * `invoices` ran two days ago, in time; yesterday and today it was due and did not start. Four hours ago: the server judges for three
 * hours and finds nothing more to say.
 */
export const postMissed = async (url: string): Promise<void> => {
  const now = Math.floor(Date.now() / minuteMs) * minuteMs;
  const due = new Date(now - 4 * hourMs);
  const declared = {
    ...invoices,
    pipelineSchedule: `${due.getUTCMinutes()} ${due.getUTCHours()} * * *`,
    pipelineDeadline: new Date(now - 2 * hourMs).toISOString().slice(11, 16),
  };
  const missed = [1, 0].map((days) => {
    const runDueAt = new Date(due.getTime() - days * dayMs).toISOString();
    return eventRecord(ownEvents.runMissed.name, now, { ...declared, runId: `invoices-missed-${days}`, runDueAt });
  });
  const inTime = runAt(due.getTime() - 2 * dayMs, { ...declared, runId: 'invoices-in-time' });
  await postLogs(url, 'ledger', [...inTime, ...missed]);
};

/** A run of `weather` that was due an hour ago and is not heard of, and then is. */
export const lateWeather = (url: string) => {
  const now = Date.now();
  const runId = 'weather-missed';
  const due = {
    runId,
    pipelineNamespace: 'plant',
    pipelineName: 'weather',
    runDueAt: new Date(now - hourMs).toISOString(),
  };
  const post = (key: keyof typeof ownEvents) => postLogs(url, 'ledger', [eventRecord(ownEvents[key].name, now, due)]);
  return { runId, miss: () => post('runMissed'), takeBack: () => post('runMissedWithdrawn') };
};

const runAt = (atMs: number, own: EventValues): OtlpLog[] => {
  const stages = ['extract', 'post'].flatMap((stageName, index) => {
    const startsAtMs = atMs + index * 60_000;
    const stage = { ...own, stageName, stageId: `${index + 1}`.repeat(16) };
    const rows = { rowsRead: 8_120, rowsWritten: 8_120 };
    return [
      eventRecord(events.stageStarted.name, startsAtMs, stage),
      eventRecord(events.stageFinished.name, startsAtMs + 50_000, { ...stage, ...rows, stageState: 'succeeded' }),
    ];
  });
  return [
    eventRecord(events.runStarted.name, atMs, own),
    ...stages,
    eventRecord(events.runFinished.name, atMs + 120_000, { ...own, runState: 'succeeded' }),
  ];
};
