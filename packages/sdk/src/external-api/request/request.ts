import { context, propagation } from '@opentelemetry/api';
import { isInstance } from '../../is-instance.ts';
import { ApiError } from '../api-error.ts';
import { bodyOf, isJson, readRaw, type RawBody, type ReadBody } from './body.ts';
import { checkBody } from './body-schema.ts';
import { isOvertaken } from './hedge.ts';
import { dispatcherFor } from './patient-dispatcher.ts';
import { followed, RedirectError } from './redirects.ts';
import { errorClassOf, problemOf, statusClassOf, type CallError, type HeldBack } from '@sightglass/model';
import type { ExchangeStart } from '../exchange/exchange-facts.ts';
import { beginExchange, type Exchange } from '../exchange/exchange.ts';
import { statedWaitMs } from '../quota/stated-wait.ts';
import type { SentBody } from './sent-body.ts';
import type { BodySchema } from '../types.ts';

/** One request of a call, ready to be sent. */
export interface ApiRequest<T> extends ExchangeStart {
  readonly headers: Readonly<Record<string, string>>;
  readonly body: SentBody['body'] | undefined;
  readonly schema: BodySchema<T> | undefined;
  readonly accept: readonly number[];
  readonly timeoutMs: number;
  readonly mostBodyBytes: number;
  readonly propagate: boolean;
  /** Gives the request up before its timeout. */
  readonly signal: AbortSignal | undefined;
}

export interface ApiResponse<T> {
  readonly status: number;
  readonly body: T;
  /** The body once more, from the bytes that came: nobody else holds what it resolves to. Raises ApiError where its schema does now. */
  readonly again: () => Promise<T>;
}

/** Sends one request and reads its answer. Raises {@link ApiError} for whatever is no usable answer. */
export const sendRequest = async <T>(request: ApiRequest<T>): Promise<ApiResponse<T>> => {
  const exchange = beginExchange(request);
  const progress: Progress = { bytesSent: Buffer.byteLength(request.body ?? '') };
  try {
    const answer = await context.with(exchange.context, () => exchanged(request, exchange, progress));
    exchange.end(progress);
    return answer;
  } catch (thrown) {
    const error = isInstance(thrown, ApiError) ? thrown : raised(request, thrown);
    exchange.end(
      isOvertaken(request.signal) ? progress : { ...progress, error: error.errorClass, problem: error.problem },
    );
    throw error;
  }
};

/** What is known of the answer so far. */
interface Progress {
  readonly bytesSent: number;
  status?: number;
  header?: (name: string) => string | null;
  firstByteMs?: number;
  bytesReceived?: number;
}

const exchanged = async <T>(
  request: ApiRequest<T>,
  exchange: Exchange,
  progress: Progress,
): Promise<ApiResponse<T>> => {
  const response = await sent(request);
  progress.firstByteMs = exchange.elapsedMs();
  progress.status = response.status;
  progress.header = (name) => response.headers.get(name);
  const raw = await readRaw(response, request.mostBodyBytes);
  progress.bytesReceived = raw.bytes;
  const { status } = response;
  const errorClass = answerClassOf(status);
  const isAccepted = errorClass !== undefined && request.accept.includes(status);
  if (errorClass !== undefined && !isAccepted) throw refused(request, response, errorClass);
  const read = async (): Promise<T> => {
    const body = bodyOf(raw, request.mostBodyBytes);
    const isAsItCame = isAccepted && body.isCut !== true;
    return isAsItCame ? (body.body as T) : checked(request, isDataMissing(request, status, raw) ? nothing : body);
  };
  return { status, body: await read(), again: read };
};

const sent = (request: ApiRequest<unknown>): Promise<Response> => {
  const headers = { ...request.headers };
  if (request.propagate) propagation.inject(context.active(), headers);
  const { method, body, timeoutMs } = request;
  const dispatcher = dispatcherFor(timeoutMs);
  const init = {
    method,
    redirect: 'manual',
    signal: untilTimeout(request),
    ...(body === undefined ? {} : { body }),
    ...(dispatcher === undefined ? {} : { dispatcher }),
  } as const;
  return followed({ ...request, headers }, request.url, (url, own) =>
    fetch(url, { ...init, headers: own } as RequestInit),
  );
};

/** Beside failed statuses those that bring no data. */
const answerClassOf = (status: number): CallError | undefined =>
  statusClassOf(status) ?? (status >= 300 ? '3xx' : undefined);

const nothing: ReadBody = { bytes: 0, body: undefined, problem: 'the answer calls itself JSON and is empty' };

/** Whoever changes something need not be told more than that it went well. */
const isDataMissing = ({ method }: ExchangeStart, status: number, { bytes, type }: RawBody): boolean =>
  method === 'GET' && bytes === 0 && isJson(type) && status !== 204 && status !== 205;

const untilTimeout = ({ signal, timeoutMs }: ApiRequest<unknown>): AbortSignal => {
  const timeout = AbortSignal.timeout(Math.ceil(timeoutMs));
  return signal === undefined ? timeout : AbortSignal.any([signal, timeout]);
};

const failure = ({ dependency, method, template }: ExchangeStart) => ({
  dependency,
  endpoint: `${method} ${template}`,
});

const refused = (request: ExchangeStart, { status, headers }: Response, errorClass: CallError): ApiError =>
  new ApiError({
    ...failure(request),
    errorClass,
    problem: `HTTP ${status}`,
    status,
    retryAfterMs: retryAfterOf(status, headers),
  });

/** The longest an API is believed to mean. */
const mostRetryAfterMs = 86_400_000;

const retryAfterOf = (status: number, headers: Headers): number | undefined => {
  const waitMs = statedWaitMs(status, (name) => headers.get(name), Date.now());
  return waitMs === undefined ? undefined : Math.min(waitMs, mostRetryAfterMs);
};

const checked = async <T>(request: ApiRequest<T>, { body, problem }: ReadBody): Promise<T> => {
  const checkedBody = problem === undefined ? await checkBody(request.schema, body) : { ok: false as const, problem };
  if (checkedBody.ok) return checkedBody.value;
  throw new ApiError({ ...failure(request), errorClass: 'schema', problem: checkedBody.problem });
};

/** Raises TypeError where nothing was sent, and nothing ever will be. */
const raised = (request: ApiRequest<unknown>, thrown: unknown): ApiError => {
  if (problemOf(thrown) === 'bad port') {
    const { dependency, url } = request;
    throw new TypeError(`${dependency}: fetch sends nothing to port ${url.port}, which belongs to another protocol`);
  }
  if (request.signal?.aborted) return givenUp(request, thrown);
  if (isInstance(thrown, RedirectError)) {
    return new ApiError({ ...failure(request), errorClass: '3xx', problem: thrown.message, status: thrown.status });
  }
  const errorClass = errorClassOf(thrown);
  const isOurs = isInstance(thrown, DOMException) && thrown.name === 'TimeoutError';
  const problem = isOurs ? `no answer in ${request.timeoutMs} ms` : problemOf(thrown);
  return new ApiError({ ...failure(request), errorClass, problem, cause: thrown });
};

/** A call that never became a request. */
export const notSent = (start: ExchangeStart, errorClass: HeldBack, problem: string, cause?: unknown): ApiError =>
  new ApiError({ ...failure(start), errorClass, problem, cause });

/** A call that its program gave up, at whatever time. Where it ran out of the time it had, the API was too slow. */
export const givenUp = (request: ApiRequest<unknown>, cause: unknown): ApiError =>
  new ApiError({
    ...failure(request),
    ...(errorClassOf(request.signal?.reason) === 'timeout'
      ? { errorClass: 'timeout', problem: 'no answer in the time the program gave it' }
      : { errorClass: 'aborted', problem: 'given up by the program' }),
    cause,
  });
