import { databaseEvents, watchEvents } from '@sightglass/model';
import type { TestEngine } from '../engine/_engine.ts';
import { attributesOf, logsRequest, metricsRequest, type SampleValue, spansRequest, text } from '../wire/_sample.ts';
import { type EventAttributes, eventsRequest, lifecycleEvent, unixNanoOf } from './runs/_runs.ts';

/** A word that stands in every name, id and text of one sender, and the digits of its trace ids. */
export interface Mark {
  readonly word: string;
  readonly hex: string;
}

export const traceIdOf = ({ hex }: Mark): string => hex.repeat(16);
/** A trace with spans of several. */
export const sharedTraceId = '5'.repeat(32);
/** A run id that several pipelines use. */
export const sharedRunId = '2026-11-29';

const spanIdOf = ({ hex }: Mark): string => hex.repeat(8);

/** Everything that a sender can send, stored: each record a few seconds before `nowMs`, with the word in it. */
export const insertMarked = async (
  { insert }: Pick<TestEngine, 'insert'>,
  mark: Mark,
  nowMs: number,
): Promise<void> => {
  const { word } = mark;
  const resource = {
    'service.name': `${word}-service`,
    'host.name': `${word}-host`,
    'service.namespace': `${word}-group`,
  };
  const identity = { pipelineName: `${word}-orders`, pipelineNamespace: `${word}-sales` };
  const plain = { ...resource, 'service.name': `${word}-plain` };
  await insert('logs', [
    eventsRequest(
      [`${word}-run`, sharedRunId].flatMap((runId) => runOf(mark, { ...identity, runId }, nowMs)),
      resource,
    ),
    eventsRequest(
      runOf(mark, { pipelineName: `${word}-owned`, pipelineNamespace: 'common', runId: `${word}-owned-run` }, nowMs),
      resource,
    ),
    logsRequest([logOf(word, nowMs, `${word} of no pipeline`)], plain),
  ]);
  await insert('traces', [
    spansRequest(
      [spanOf(mark, traceIdOf(mark), nowMs, identity), spanOf(mark, sharedTraceId, nowMs, identity)],
      resource,
    ),
    spansRequest([spanOf(mark, 'f'.repeat(30) + mark.hex, nowMs)], plain),
  ]);
  await insert('metrics', [
    metricsRequest(metricsOf(mark, nowMs, identity), resource),
    metricsRequest(metricsOf(mark, nowMs), plain),
  ]);
};

const attributesOfNames = (identity: Identity | undefined, runId: string): Record<string, SampleValue> =>
  identity === undefined
    ? {}
    : {
        'pipeline.name': identity.pipelineName,
        'pipeline.namespace': identity.pipelineNamespace,
        'pipeline.run.id': runId,
      };

interface Identity {
  readonly pipelineName: string;
  readonly pipelineNamespace: string;
}

const logOf = (word: string, nowMs: number, body: string, attributes: Record<string, SampleValue> = {}): object => ({
  timeUnixNano: unixNanoOf(nowMs - 2_000),
  severityNumber: 17,
  eventName: `${word}.event`,
  body: text(body),
  attributes: attributesOf({ [`${word}.key`]: `${word} value`, ...attributes }),
});

type RunIdentity = Identity & { readonly runId: string };

const runOf = (mark: Mark, identity: RunIdentity, nowMs: number): object[] => {
  const { word } = mark;
  const startedAtMs = nowMs - 60_000;
  const stage = { ...identity, stageName: `${word}-stage`, stageId: `${word}-stage`.padEnd(16, 'a') };
  const started = { ...identity, runStartedAt: new Date(startedAtMs).toISOString(), pipelineOwner: `${word}-people` };
  const failure = { errorType: `${word}Error`, exceptionType: `${word}Error`, exceptionMessage: `${word} broke` };
  const dataset = { ...stage, datasetNamespace: `postgres://${word}:5432`, datasetName: `${word}.table` };
  const events: readonly (readonly [Parameters<typeof lifecycleEvent>[0], Parameters<typeof lifecycleEvent>[2]])[] = [
    ['runStarted', { ...started, pipelineSchedule: '0 * * * *', runTrigger: 'schedule' }],
    ['stageStarted', stage],
    ['rowsRejected', { ...stage, rowsRejected: 3, rowsRejectedReason: `${word}-reason` }],
    ['datasetUsed', { ...dataset, datasetRole: 'input' }],
    ['datasetUsed', { ...dataset, datasetRole: 'output' }],
    ...checksOf(word, stage),
    ...callsOf(word, stage),
    ['stageFinished', { ...stage, stageState: 'failed', rowsRead: 10, rowsWritten: 7, ...failure }],
    ['runFinished', { ...started, runState: 'failed', runDurationMs: 9_000, ...failure }],
  ];
  return [
    ...events.map(([name, own], second) => lifecycleEvent(name, startedAtMs + second * 1_000, own, traceIdOf(mark))),
    ...databaseRecords(word, identity, startedAtMs + 2_000),
    logOf(word, nowMs, `${word} went wrong`, attributesOfNames(identity, identity.runId)),
  ];
};

const checksOf = (word: string, stage: EventAttributes) => {
  const check = {
    ...stage,
    checkFile: `${word}.csv`,
    checkContract: `${word}-contract`,
    checkRows: '10',
    checkResult: 'fail',
  };
  const expectation = {
    checkExpectation: `${word}.min`,
    checkScope: 'column',
    checkColumn: word,
    checkBroken: '3',
    checkMessage: word,
  };
  const profile = { version: 1, file: `${word}.csv`, bytes: 5, modifiedAt: '', checkedAt: '', rows: 10, columns: [] };
  return [
    ['checkFinished', { ...check, ...expectation }],
    ['fileChecked', { ...check, checkRejected: '3', checkBytes: '5', checkDurationMs: 1 }],
    ['fileProfiled', { ...check, checkProfile: JSON.stringify(profile) }],
  ] as const;
};

const callsOf = (word: string, stage: EventAttributes) => {
  const call = {
    ...stage,
    dependencyName: `${word}-api`,
    serverAddress: `${word}.test`,
    serverPort: 443,
    dependencyEndpoint: `GET /${word}`,
  };
  const counts = {
    dependencyCalls: 5,
    dependencyRequests: 5,
    dependencyRequestsFailed: 2,
    dependencyErrors: { '5xx': 2 },
  };
  const opened = { dependencyBreakerFrom: 'closed', dependencyBreakerTo: 'open', dependencyBreakerReason: word };
  return [
    ['calls', { ...call, ...counts, dependencyBreakerShared: true }],
    ['breakerChanged', { ...call, ...opened, dependencyBreakerId: `${word}-breaker` }],
    ['rows', { ...call, dependencyPolicy: 'load-unenriched', errorType: word, dependencyRows: 4 }],
  ] as const;
};

const databaseRecords = (word: string, identity: RunIdentity, atMs: number): object[] => {
  const of = {
    'db.system.name': 'postgresql',
    'server.address': `${word}.test`,
    'server.port': 5432,
    'db.namespace': `${word}_shop`,
    'pipeline.db.fingerprint': `${word}1`,
  };
  const record = (eventName: string, own: Record<string, SampleValue>): object => ({
    timeUnixNano: unixNanoOf(atMs),
    eventName,
    body: text(word),
    attributes: attributesOf({ ...attributesOfNames(identity, identity.runId), ...of, ...own }),
  });
  return [
    record(databaseEvents.statementsCounted.name, {
      'pipeline.db.calls': 5,
      'pipeline.db.errors': 1,
      'pipeline.db.duration': 9,
      'db.query.text': `SELECT ${word}`,
      'db.query.summary': `SELECT ${word}`,
    }),
    record(databaseEvents.transactionFinished.name, {
      'pipeline.db.transaction.outcome': 'rolled-back',
      'pipeline.db.transaction.reason': 'error',
      'error.type': word,
    }),
    record(watchEvents.blockerFound.name, {
      'pipeline.run.id': '',
      'pipeline.name': '',
      'pipeline.dependency.name': `${word}-db`,
      'pipeline.dependency.blocker.application': word,
      'pipeline.dependency.blocked.application': word,
      'pipeline.dependency.blocked.duration': 9_000,
    }),
  ];
};

const spanOf = (mark: Mark, traceId: string, nowMs: number, identity?: Identity): object => ({
  traceId: Buffer.from(traceId, 'hex'),
  spanId: Buffer.from(spanIdOf(mark), 'hex'),
  name: `${mark.word} span`,
  kind: 2,
  startTimeUnixNano: unixNanoOf(nowMs - 50_000),
  endTimeUnixNano: unixNanoOf(nowMs - 40_000),
  status: { code: 2, message: `${mark.word} failed` },
  attributes: attributesOf({ [`${mark.word}.key`]: mark.word, ...attributesOfNames(identity, `${mark.word}-run`) }),
});

const metricsOf = ({ word }: Mark, nowMs: number, identity?: Identity): object[] => [
  {
    name: `${word}.metric`,
    description: `${word} measured`,
    gauge: {
      dataPoints: [
        {
          timeUnixNano: unixNanoOf(nowMs - 5_000),
          asDouble: 4,
          attributes: attributesOf({ [`${word}.key`]: word, ...attributesOfNames(identity, `${word}-run`) }),
        },
      ],
    },
  },
];
