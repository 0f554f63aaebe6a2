import { context, SpanKind, SpanStatusCode, trace, type Attributes, type Context, type Span } from '@opentelemetry/api';
import { attributes, safeUrl, type CallError } from '@sightglass/model';
import { CallTally, type CallTarget } from '../../dependencies/call-tally.ts';
import { hrTimeOf } from '../../run/clock.ts';
import { runScopeOf, type RunScope } from '../../telemetry/run-context.ts';
import type { ExchangeEnd, ExchangeStart } from './exchange-facts.ts';
import { measureConnects, withTiming, type ExchangeTiming } from './exchange-timing.ts';
import { readQuota } from '../quota/rate-limit.ts';
import { logFailure } from './failure-log.ts';
import { instrument } from '../../telemetry/instrument.ts';

/** Bounds the conventions advise, in seconds. */
const explicitBucketBoundaries = [0.005, 0.01, 0.025, 0.05, 0.075, 0.1, 0.25, 0.5, 0.75, 1, 2.5, 5, 7.5, 10];

const requestDuration = instrument((meter) =>
  meter.createHistogram('http.client.request.duration', {
    unit: 's',
    description: 'Duration of HTTP client requests.',
    advice: { explicitBucketBoundaries },
  }),
);

const recordDuration = (seconds: number, about: Attributes): void => requestDuration().record(seconds, about);

/** A request under way: its span, and where it is counted. */
export interface Exchange {
  /** To send the request in. */
  readonly context: Context;
  readonly tally: CallTally;
  /** Milliseconds since it began. */
  elapsedMs(): number;
  /** What is said after the first time is left out. */
  end(how: ExchangeEnd): void;
  /** It was answered, and its body is under way: the end of the stage ends it too, with what `known` says by then. */
  answered(known: () => ExchangeEnd): void;
}

export const targetOf = ({ dependency, method, template, url }: ExchangeStart): CallTarget => ({
  dependency,
  endpoint: `${method} ${template}`,
  serverAddress: url.hostname,
  serverPort: Number(url.port) || (url.protocol === 'https:' ? 443 : 80),
});

/** Where calls to a target are counted; outside a run nowhere that is read. */
export const tallyOf = (target: CallTarget): CallTally =>
  runScopeOf(context.active())?.dependencies.tally(target) ?? new CallTally(target);

/** Begins a span by OpenTelemetry's HTTP conventions and the count of one request. */
export const beginExchange = (start: ExchangeStart): Exchange => {
  const around = context.active();
  const scope = runScopeOf(around);
  if (scope !== undefined) measureConnects();
  const target = targetOf(start);
  const tally = tallyOf(target);
  const span = startSpan(start, target, scope, around);
  const timing: ExchangeTiming = {};
  const startedAtMs = performance.now();
  const elapsedMs = () => performance.now() - startedAtMs;
  const inside = withTiming(trace.setSpan(around, span), timing);
  let isOver = false;
  let release: (() => void) | undefined;
  const exchange: Exchange = {
    context: inside,
    tally,
    elapsedMs,
    answered: (known) => {
      release ??= scope?.dependencies.endLater(() => exchange.end(known()));
    },
    end: (how) => {
      if (isOver) return;
      isOver = true;
      release?.();
      const durationMs = elapsedMs();
      tally.requested({
        durationMs,
        firstByteMs: how.firstByteMs,
        connectMs: timing.connectMs,
        bytesSent: how.bytesSent ?? 0,
        bytesReceived: how.bytesReceived ?? 0,
        error: how.error,
      });
      const nowMs = scope?.clock.nowMs() ?? Date.now();
      const quota = how.header && readQuota(how.header, nowMs);
      if (quota !== undefined) tally.quotaRead({ ...quota, atMs: nowMs });
      recordDuration(durationMs / 1_000, { ...commonAttributes(start, target), ...outcomeAttributes(how) });
      if (scope !== undefined) context.with(inside, () => logFailure(scope.dependencies, tally.target, how));
      endSpan(span, how, scope && hrTimeOf(nowMs));
    },
  };
  return exchange;
};

const startSpan = (start: ExchangeStart, target: CallTarget, scope: RunScope | undefined, around: Context): Span =>
  trace.getTracer('@sightglass/sdk').startSpan(
    target.endpoint,
    {
      kind: SpanKind.CLIENT,
      attributes: {
        ...commonAttributes(start, target),
        [attributes.dependencyName]: start.dependency,
        [attributes.urlFull]: safeUrl(start.url, start.template),
        ...(start.resendCount ? { [attributes.httpRequestResendCount]: start.resendCount } : {}),
      },
      ...(scope === undefined ? {} : { startTime: hrTimeOf(scope.clock.nowMs()) }),
    },
    around,
  );

const commonAttributes = ({ method, template }: ExchangeStart, target: CallTarget): Attributes => ({
  [attributes.httpRequestMethod]: method,
  [attributes.urlTemplate]: template,
  [attributes.serverAddress]: target.serverAddress,
  [attributes.serverPort]: target.serverPort,
});

/** By the conventions a failed status is its own class of error. */
const outcomeAttributes = ({ status, error }: ExchangeEnd): Attributes => ({
  ...(status === undefined ? {} : { [attributes.httpResponseStatusCode]: status }),
  ...(error === undefined ? {} : { [attributes.errorType]: errorTypeOf(error, status) }),
});

const errorTypeOf = (error: CallError, status: number | undefined): string =>
  status !== undefined && status >= 300 ? String(status) : error;

const endSpan = (span: Span, how: ExchangeEnd, at: ReturnType<typeof hrTimeOf> | undefined): void => {
  span.setAttributes(outcomeAttributes(how));
  if (how.error !== undefined) span.setStatus({ code: SpanStatusCode.ERROR, message: how.problem ?? how.error });
  span.end(at);
};
