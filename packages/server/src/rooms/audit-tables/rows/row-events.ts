import { type EventKey, type Ledger, missedHeartbeatsUntilLost, severityNumbers } from '@sightglass/model';
import type { OwnAttributes } from '../../../wire/own-record.ts';
import type { AuditMapping } from '../mapping.ts';
import { ledgerOfCounts } from './row-counts.ts';
import type { RowEnd, RowReading } from './read-row.ts';

/** A lifecycle event a row stands for. */
export interface AuditEvent {
  readonly key: EventKey;
  readonly atMs: number;
  readonly behindNs?: number;
  readonly severityNumber: number;
  readonly body: string;
  readonly values: OwnAttributes;
}

type EndRules = Pick<AuditMapping, 'lostAfterMs' | 'lastStage'>;

/** What a row says, as events. `nowMs` is when it was read: until then a row that has no end was running. */
export const eventsOf = (reading: RowReading, rules: EndRules, nowMs: number): AuditEvent[] =>
  reading.stage === undefined ? runEvents(reading, rules, nowMs) : stageEvents(reading, reading.stage, rules, nowMs);

const runEvents = (reading: RowReading, rules: EndRules, nowMs: number): AuditEvent[] => {
  const { end } = reading;
  const values = { ...identityOf(reading), runStartedAt: isoOf(reading.startedAtMs) };
  const started = info('runStarted', reading.startedAtMs, `${reading.pipeline} started`, values);
  const alive = (): AuditEvent => aliveEvent(reading, values, rules, { atMs: nowMs, nowMs });
  return [started, end === undefined ? alive() : runFinished(reading, end, values, nowMs)];
};

/** Its promise makes the run `lost` once its row has said for `lostAfterMs` that it runs. */
const aliveEvent = (
  { startedAtMs, pipeline }: RowReading,
  values: OwnAttributes,
  { lostAfterMs }: EndRules,
  { atMs, nowMs }: { readonly atMs: number; readonly nowMs: number },
): AuditEvent => {
  const leftMs = Math.max(0, startedAtMs + lostAfterMs - nowMs);
  const runHeartbeatIntervalMs = Math.ceil(leftMs / missedHeartbeatsUntilLost) + 1;
  return info('runHeartbeat', Math.max(atMs, startedAtMs), `${pipeline} is running`, {
    ...values,
    runHeartbeatIntervalMs,
  });
};

const runFinished = (reading: RowReading, end: RowEnd, values: OwnAttributes, nowMs: number): AuditEvent => ({
  ...ended('runFinished', end, reading, {
    ...values,
    runState: end.state,
    ...(end.durationMs !== undefined && { runDurationMs: end.durationMs }),
    ...rowValues(ledgerOfCounts(reading.counts)),
  }),
  behindNs: readingOrderNs(end, nowMs),
});

/**
 * Places what a later reading of a row says behind what an earlier one said of the same end, within its millisecond: otherwise the worst
 * of one instant would count, and a row that was put right would stay failed. The server keeps 3 ns for that rank. What is known comes
 * behind what was in doubt. Steps grow with the age of the row, as decades must fit: a second in the first hours, a minute after a week.
 */
const readingOrderNs = ({ atMs, doubt }: RowEnd, nowMs: number): number => {
  if (doubt !== undefined) return 0;
  const ageS = Math.max(0, nowMs - atMs) / 1_000;
  return Math.min(249_999, 1 + Math.floor(8_000 * Math.log2(1 + ageS))) * 4;
};

const stageEvents = (
  reading: RowReading,
  stage: { id: string; name: string },
  rules: EndRules,
  nowMs: number,
): AuditEvent[] => {
  const identity = { ...identityOf(reading), stageId: stage.id, stageName: stage.name };
  const { startedAtMs, end } = reading;
  const counts = rowValues(ledgerOfCounts(reading.counts));
  const started = info('stageStarted', startedAtMs, `${stage.name} started`, identity);
  const alive = aliveEvent(reading, identityOf(reading), rules, { atMs: end?.atMs ?? nowMs, nowMs });
  if (end === undefined) {
    const progress = info('stageProgress', Math.max(nowMs, startedAtMs), `${stage.name} is running`, {
      ...identity,
      ...counts,
    });
    return [started, progress, alive];
  }
  const finished = ended('stageFinished', end, reading, {
    ...identity,
    ...counts,
    stageState: end.state,
    ...(end.durationMs !== undefined && { stageDurationMs: end.durationMs }),
  });
  return [started, finished, alive, ...endOfRun(reading, stage.name, end, { ...rules, nowMs })];
};

/** Where no row speaks for the run, its last stage ends it, and so does one that failed. */
const endOfRun = (
  reading: RowReading,
  stage: string,
  end: RowEnd,
  { lastStage, nowMs }: EndRules & { readonly nowMs: number },
): AuditEvent[] => {
  if (lastStage === undefined || (end.state === 'succeeded' && stage !== lastStage)) return [];
  return [
    {
      ...ended('runFinished', end, reading, { ...identityOf(reading), runState: end.state }),
      behindNs: readingOrderNs(end, nowMs),
    },
  ];
};

const identityOf = ({ runId, pipeline, namespace, file }: RowReading): OwnAttributes => ({
  pipelineName: pipeline,
  pipelineNamespace: namespace,
  runId,
  filePath: file,
});

const rowValues = (rows: Ledger | undefined): OwnAttributes =>
  rows === undefined
    ? {}
    : {
        rowsRead: rows.read,
        rowsWritten: rows.written,
        rowsRejected: rows.rejected,
        rowsFiltered: rows.filtered,
        rowsDeduplicated: rows.deduplicated,
        rowsUnmatched: rows.unmatched,
      };

const ended = (
  key: EventKey,
  end: RowEnd,
  { pipeline, stage, error, errorType }: RowReading,
  values: OwnAttributes,
): AuditEvent => {
  const isBad = end.state !== 'succeeded';
  const warning = end.warning === undefined ? {} : { exceptionMessage: end.warning, exceptionType: 'warning' };
  const reason = [end.doubt, error ?? undefined].filter((part) => part !== undefined).join('; ');
  const why = isBad && reason !== '' ? `: ${reason}` : '';
  return {
    key,
    atMs: end.atMs,
    severityNumber: severityOf(end),
    body: `${key === 'stageFinished' && stage !== undefined ? stage.name : pipeline} ${end.state}${why}${end.warning === undefined ? '' : `: ${end.warning}`}`,
    values: {
      ...values,
      ...warning,
      ...(isBad && { exceptionMessage: reason || null, exceptionType: errorType }),
    },
  };
};

const severityOf = ({ state, warning }: RowEnd): number => {
  if (state !== 'succeeded') return severityNumbers.ERROR;
  return warning === undefined ? severityNumbers.INFO : severityNumbers.WARN;
};

const info = (key: EventKey, atMs: number, body: string, values: OwnAttributes): AuditEvent => ({
  key,
  atMs,
  severityNumber: severityNumbers.INFO,
  body,
  values,
});

const isoOf = (unixMs: number): string => new Date(unixMs).toISOString();
