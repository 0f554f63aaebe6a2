import { attributes, type AttributeKey, dependencyEvents, events } from '@sightglass/model';
import { attributesOf, logsRequest, type SampleValue, text } from '../../wire/_sample.ts';

export type EventAttributes = Partial<Record<AttributeKey, SampleValue>>;

export const unixNanoOf = (unixMs: number): string => `${BigInt(Math.round(unixMs * 1_000)) * 1_000n}`;

const eventsOfSdk = { ...events, ...dependencyEvents };

/** A lifecycle event, or one about a dependency, as the SDK sends it. */
export const lifecycleEvent = (
  key: keyof typeof eventsOfSdk,
  atMs: number,
  given: EventAttributes,
  traceId = '',
): object => ({
  timeUnixNano: unixNanoOf(atMs),
  severityNumber: 9,
  eventName: eventsOfSdk[key].name,
  body: text(eventsOfSdk[key].description),
  attributes: attributesOf(
    Object.fromEntries(Object.entries(given).map(([name, value]) => [attributes[name as AttributeKey], value])),
  ),
  traceId: Buffer.from(traceId, 'hex'),
});

const resource = {
  'service.name': 'nightly-loader',
  'deployment.environment.name': 'test',
  'host.name': 'loader-1',
  'process.pid': '4711',
};

/** `more`: attributes of its resource. */
export const eventsRequest = (logs: readonly object[], more: Readonly<Record<string, string>> = {}): Uint8Array =>
  logsRequest(logs, { ...resource, ...more });

const secondMs = 1_000;

export interface TestRun {
  readonly runId: string;
  readonly startedAtMs: number;
  readonly pipeline?: string;
  readonly namespace?: string;
  readonly state?: 'succeeded' | 'failed' | 'aborted';
  readonly traceId?: string;
  /** Rows the extract stage reads; one in ten is rejected by validate. */
  readonly rows?: number;
}

/** The events of a whole run: extract (10 s) → validate (10 s, rejects a tenth) → load (10 s). */
export const runEvents = (run: TestRun): object[] => {
  const { runId, startedAtMs, pipeline = 'flights', namespace = 'examples', state = 'succeeded', rows = 1_000 } = run;
  const identity = { runId, pipelineName: pipeline, pipelineNamespace: namespace };
  const started = { ...identity, runStartedAt: new Date(startedAtMs).toISOString() };
  const rejected = Math.floor(rows / 10);
  const stage = (name: string, index: number, counts: EventAttributes, stageState: string): object[] => {
    const own = { ...identity, stageName: name, stageId: `${index}`.padEnd(16, 'a') };
    const beginsAtMs = startedAtMs + index * 10 * secondMs;
    return [
      lifecycleEvent('stageStarted', beginsAtMs, own, run.traceId),
      lifecycleEvent('stageProgress', beginsAtMs + 5 * secondMs, { ...own, rowsRead: 1 }, run.traceId),
      ...(counts.rowsRejected === undefined
        ? []
        : [
            lifecycleEvent('rowsRejected', beginsAtMs + 6 * secondMs, {
              ...own,
              rowsRejected: counts.rowsRejected,
              rowsRejectedReason: 'no-carrier',
            }),
          ]),
      lifecycleEvent(
        'stageFinished',
        beginsAtMs + 10 * secondMs,
        { ...own, ...counts, stageState, stageDurationMs: 10_000 },
        run.traceId,
      ),
    ];
  };
  const failure =
    state === 'failed'
      ? { errorType: 'DeadlockError', exceptionType: 'DeadlockError', exceptionMessage: 'chosen as victim' }
      : {};
  return [
    lifecycleEvent(
      'runStarted',
      startedAtMs,
      {
        ...started,
        pipelineOwner: 'data-team',
        pipelineCriticality: 'high',
        runTrigger: 'schedule',
        runHeartbeatIntervalMs: 10_000,
      },
      run.traceId,
    ),
    ...stage('extract', 0, { rowsRead: rows, rowsWritten: rows }, 'succeeded'),
    ...stage('validate', 1, { rowsRead: rows, rowsWritten: rows - rejected, rowsRejected: rejected }, 'succeeded'),
    lifecycleEvent(
      'runHeartbeat',
      startedAtMs + 15 * secondMs,
      { ...started, cpuTimeMs: 900.5, memoryPeakRssBytes: 90_000_000 },
      run.traceId,
    ),
    ...stage('load', 2, { rowsRead: rows - rejected, rowsWritten: rows - rejected, ...failure }, state),
    lifecycleEvent(
      'runFinished',
      startedAtMs + 30 * secondMs,
      { ...started, runState: state, runDurationMs: 30_000, cpuTimeMs: 1_200.25, ...failure },
      run.traceId,
    ),
  ];
};
