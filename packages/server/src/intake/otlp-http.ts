import type { IncomingMessage, ServerResponse } from 'node:http';
import type { IntakeEvents } from './events.ts';
import { isSignal } from '../wire/messages.ts';
import type { Signal } from '../wire/proto.ts';
import type { Intake } from './accept.ts';
import { BodyError, readBody, type BodyLimits } from './body.ts';
import { refusalOf } from './failure.ts';
import { linger } from './linger.ts';
import type { JsonReader } from './json/json-reader.ts';
import { exportResponse, exportResponseJson, statusResponse } from './response.ts';

export interface OtlpHttpParts {
  readonly intake: Intake;
  readonly events: IntakeEvents;
  readonly json: JsonReader;
  readonly limits: BodyLimits & {
    /** After decompression; JSON grows many times over. */
    readonly mostJsonBytes: number;
  };
}

type Encoding = 'protobuf' | 'json';

const contentTypes: Readonly<Record<Encoding, string>> = {
  protobuf: 'application/x-protobuf',
  json: 'application/json',
};

/** The signal a path of OTLP/HTTP names (`/v1/logs`, `/v1/traces`, `/v1/metrics`). */
export const signalOfPath = (url: string): Signal | undefined => {
  const [, signal = ''] = /^\/v1\/(\w+)\/?(?:\?|$)/.exec(url) ?? [];
  return isSignal(signal) ? signal : undefined;
};

/** Answers one OTLP/HTTP export (OTLP specification 1.x, "OTLP/HTTP"). Never throws. */
export const createOtlpHttp = ({ intake, events, json, limits }: OtlpHttpParts) => {
  const jsonLimits = {
    ...limits,
    mostBytes: Math.min(limits.mostBytes, limits.mostJsonBytes),
    mostDecodedBytes: limits.mostJsonBytes,
  };

  return async (signal: Signal, request: IncomingMessage, response: ServerResponse): Promise<void> => {
    if (request.method !== 'POST') return refuseMethod(response);
    const encoding = encodingOf(request);
    using hold = intake.openHold();
    try {
      if (encoding === undefined) throw unknownType(request);
      const body = await readBody(request, encoding === 'json' ? jsonLimits : limits, hold);
      const message = encoding === 'json' ? await json.protobufOf(signal, body) : body;
      const accepted = await intake.accept(signal, message, idempotencyKey(request));
      const outcome = { ...accepted, requestBytes: body.length };
      const answer = encoding === 'json' ? exportResponseJson(signal, outcome) : exportResponse(signal, outcome);
      response.writeHead(200, { 'content-type': contentTypes[encoding] }).end(answer);
    } catch (error) {
      refuse(signal, encoding ?? 'json', request, response, error);
    }
  };

  function refuse(
    signal: Signal,
    encoding: Encoding,
    request: IncomingMessage,
    response: ServerResponse,
    error: unknown,
  ): void {
    const { httpStatus, grpcCode, message, retryAfterSeconds } = refusalOf(error);
    events.bodyRefused(signal, httpStatus);
    if (httpStatus === 500) events.intakeFailed(error);
    const headers: Record<string, string> = { 'content-type': contentTypes[encoding] };
    if (retryAfterSeconds !== undefined) headers['retry-after'] = `${retryAfterSeconds}`;
    const isStalled = httpStatus === 408;
    if (isStalled) headers['connection'] = 'close';
    response.writeHead(httpStatus, headers);
    response.end(encoding === 'json' ? JSON.stringify({ code: grpcCode, message }) : statusResponse(grpcCode, message));
    if (!isStalled) linger(request);
  }
};

const encodingOf = (request: IncomingMessage): Encoding | undefined => {
  const type = (request.headers['content-type'] ?? '').split(';')[0]?.trim().toLowerCase();
  if (type === 'application/x-protobuf' || type === 'application/protobuf') return 'protobuf';
  return type === 'application/json' ? 'json' : undefined;
};

const unknownType = ({ headers }: IncomingMessage): BodyError => {
  const type = headers['content-type'];
  const what = type === undefined ? 'The request has no Content-Type' : `Content-Type "${type}" is not OTLP`;
  return new BodyError(415, `${what}. Send application/x-protobuf or application/json.`);
};

const idempotencyKey = (request: IncomingMessage): string => {
  const key = request.headers['idempotency-key'];
  return typeof key === 'string' ? key : '';
};

const refuseMethod = (response: ServerResponse): void => {
  response.writeHead(405, { allow: 'POST', 'content-type': 'application/json' });
  response.end(JSON.stringify({ code: 12, message: 'OTLP exports are POST requests.' }));
};
