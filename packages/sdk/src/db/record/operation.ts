import { context, SpanKind, SpanStatusCode, trace, type Context, type TimeInput } from '@opentelemetry/api';
import { attributes, type Severity } from '@sightglass/model';
import { hrTimeOf } from '../../run/clock.ts';
import { safely } from '../../safely.ts';
import { emitLogRecord } from '../../telemetry/log-records.ts';
import { runScopeOf } from '../../telemetry/run-context.ts';
import type { Statement } from '../statement/describe.ts';
import { holderAttributes, holderWords, type LockHolder } from '../lock/holder.ts';
import { failureOf, type DatabaseFailure } from './failure.ts';
import { addressAttributes, type DatabaseAddress } from './database-address.ts';
import { count, tallyOf } from './tallies.ts';
import { statementAttributes, type Tally } from './tally.ts';
import { instrument } from '../../telemetry/instrument.ts';

const operationDuration = instrument((meter) =>
  meter.createHistogram('db.client.operation.duration', {
    unit: 's',
    description: 'Duration of database client operations',
    advice: { explicitBucketBoundaries: [0.001, 0.005, 0.01, 0.05, 0.1, 0.5, 1, 5, 10] },
  }),
);
const returnedRows = instrument((meter) =>
  meter.createHistogram('db.client.response.returned_rows', {
    unit: '{row}',
    description: 'Rows a statement returned',
    advice: { explicitBucketBoundaries: [1, 10, 100, 1_000, 10_000, 100_000] },
  }),
);

export interface OperationOptions {
  readonly slowMs: number;
  /** Told in the context the statement was sent in; not of one that gave up waiting for a lock, for which whoever looks into it would wait too. */
  readonly onSlow?: (own: Context) => void;
}

export interface OperationEnd {
  readonly returned?: number | undefined;
  readonly affected?: number | undefined;
  readonly error?: unknown;
  /** Who kept it waiting, if that was seen. */
  readonly holder?: LockHolder | undefined;
}

/** A statement under way; `end` is called once, and says what came of it. */
export interface Operation {
  end(end: OperationEnd): DatabaseFailure | undefined;
}

interface Begun {
  readonly address: DatabaseAddress;
  readonly statement: Statement;
  readonly own: Context;
  readonly tally: Tally;
  readonly startedAtMs: number;
}

/** When and in which context something began that becomes an operation later, if at all. */
export interface Beginning {
  readonly own: Context;
  readonly now: () => number;
  readonly startedAtMs: number;
}

export const beginning = (): Beginning => {
  const own = context.active();
  const now = clockOf(own);
  return { own, now, startedAtMs: now() };
};

/** Times one statement. Counts it always; reports it with a span and a log record while the budget of its tally lasts. */
export const beginOperation = (
  address: DatabaseAddress,
  statement: Statement,
  options: OperationOptions,
  { own, now, startedAtMs } = beginning(),
): Operation => {
  const begun = { address, statement, own, tally: tallyOf(address, statement, own, startedAtMs), startedAtMs };
  return {
    end: (end) => {
      const failure = end.error === undefined ? undefined : failureOf(address.system, end.error);
      safely(() => finish(begun, end, failure, now(), options));
      return failure;
    },
  };
};

const clockOf = (own: Context): (() => number) => {
  const clock = runScopeOf(own)?.clock;
  return clock === undefined ? () => Date.now() : () => clock.nowMs();
};

const finish = (
  begun: Begun,
  end: OperationEnd,
  failure: DatabaseFailure | undefined,
  endedAtMs: number,
  { slowMs, onSlow }: OperationOptions,
): void => {
  const { address, statement, own, tally, startedAtMs } = begun;
  const { returned = 0, affected = 0 } = end;
  const durationMs = endedAtMs - startedAtMs;
  const isSlow = durationMs >= slowMs;
  count(tally, { durationMs, returned, affected, failed: failure !== undefined });
  measure(address, statement, durationMs, returned, failure);
  const isNotable = isSlow || failure !== undefined || end.holder !== undefined;
  if (tally.allowsDetail(isNotable, endedAtMs)) record(begun, end, failure, endedAtMs, isSlow);
  tally.settled(failure?.retryable === true);
  if (isSlow && failure?.class !== 'lock-timeout') onSlow?.(own);
};

const measure = (
  address: DatabaseAddress,
  { operation }: Statement,
  durationMs: number,
  returned: number,
  failure: DatabaseFailure | undefined,
): void => {
  const about = {
    ...addressAttributes(address),
    [attributes.dbOperationName]: operation,
    ...(failure === undefined ? {} : { [attributes.errorType]: failure.class }),
  };
  operationDuration().record(durationMs / 1_000, about);
  if (returned > 0) returnedRows().record(returned, about);
};

const record = (
  { address, statement, own, tally, startedAtMs }: Begun,
  { returned, affected, holder }: OperationEnd,
  failure: DatabaseFailure | undefined,
  endedAtMs: number,
  isSlow: boolean,
): void => {
  const durationMs = endedAtMs - startedAtMs;
  const about = {
    ...addressAttributes(address),
    ...statementAttributes(statement),
    ...(returned === undefined ? {} : { [attributes.dbReturnedRows]: returned }),
    ...(affected === undefined ? {} : { [attributes.dbAffectedRows]: affected }),
    ...(tally.retries === 0 ? {} : { [attributes.dbRetries]: tally.retries }),
    ...(isSlow ? { [attributes.dbSlow]: true } : {}),
    ...(failure === undefined ? {} : failureAttributes(failure)),
    ...(holder === undefined ? {} : holderAttributes(holder, endedAtMs)),
  };
  const start: TimeInput = hrTimeOf(startedAtMs);
  const span = trace
    .getTracer('@sightglass/sdk')
    .startSpan(statement.summary, { kind: SpanKind.CLIENT, startTime: start, attributes: about }, own);
  if (failure !== undefined) span.setStatus({ code: SpanStatusCode.ERROR, message: failure.message });
  span.end(hrTimeOf(endedAtMs));
  const severity: Severity = failure === undefined ? (isSlow || holder !== undefined ? 'WARN' : 'DEBUG') : 'ERROR';
  emitLogRecord(
    severity,
    words(statement, durationMs, failure) +
      (holder === undefined ? '' : `; it waited for a lock ${holderWords(holder, endedAtMs)}`),
    { ...about, [attributes.dbDurationMs]: durationMs },
    { context: trace.setSpan(own, span) },
  );
};

const failureAttributes = ({ class: kind, code, message }: DatabaseFailure) => ({
  [attributes.errorType]: kind,
  [attributes.exceptionMessage]: message,
  ...(code === undefined ? {} : { [attributes.dbResponseStatusCode]: code }),
});

const words = ({ summary }: Statement, durationMs: number, failure: DatabaseFailure | undefined): string => {
  const took = `${durationMs.toFixed(1)} ms`;
  return failure === undefined
    ? `${summary} took ${took}`
    : `${summary} failed after ${took}: ${failure.code ?? failure.class} ${failure.message}`;
};
