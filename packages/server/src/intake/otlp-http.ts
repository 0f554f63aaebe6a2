import type { IncomingMessage, ServerResponse } from 'node:http';
import type { IntakeEvents } from './events.ts';
import { isSignal } from '../wire/messages.ts';
import type { Signal } from '../wire/proto.ts';
import { type Intake, recordsOf } from './accept.ts';
import { BodyError, readBody, type BodyLimits } from './body.ts';
import { refusalOf } from './refusal/failure.ts';
import { answerRefusal, contentTypes, type Encoding } from './refusal/http-refusal.ts';
import { refuseOutside } from './outside-scope.ts';
import { noteTaken, passing, type SenderBook, unknownSender } from './sender-book.ts';
import type { Sender } from '../senders/tallies.ts';
import type { JsonReader } from './json/json-reader.ts';
import { exportResponse, exportResponseJson } from './response.ts';

export interface OtlpHttpParts {
  readonly intake: Intake;
  readonly events: IntakeEvents;
  readonly json: JsonReader;
  /** Where senders are counted and held to their limits. */
  readonly senders?: SenderBook | undefined;
  readonly limits: BodyLimits & {
    /** After decompression; JSON grows many times over. */
    readonly mostJsonBytes: number;
  };
}

/** The signal a path of OTLP/HTTP names (`/v1/logs`, `/v1/traces`, `/v1/metrics`). */
export const signalOfPath = (url: string): Signal | undefined => {
  const [, signal = ''] = /^\/v1\/(\w+)\/?(?:\?|$)/.exec(url) ?? [];
  return isSignal(signal) ? signal : undefined;
};

/** Answers one OTLP/HTTP export (OTLP specification 1.x, "OTLP/HTTP"). Never throws. */
export const createOtlpHttp = ({ intake, events, json, limits, senders }: OtlpHttpParts) => {
  const jsonLimits = {
    ...limits,
    mostBytes: Math.min(limits.mostBytes, limits.mostJsonBytes),
    mostDecodedBytes: limits.mostJsonBytes,
  };

  return async (
    signal: Signal,
    request: IncomingMessage,
    response: ServerResponse,
    sender: Sender = unknownSender,
  ): Promise<void> => {
    if (request.method !== 'POST') return refuseMethod(response);
    const encoding = encodingOf(request);
    using hold = intake.openHold();
    try {
      if (sender.holderId !== '') senders?.limits.enter(sender.holderId, sender.holderName);
      if (encoding === undefined) throw unknownType(request);
      const body = await readBody(request, encoding === 'json' ? jsonLimits : limits, hold);
      const message = encoding === 'json' ? await json.protobufOf(signal, body) : body;
      refuseOutside(sender.scope, signal, message);
      const accepted = await intake.accept(signal, message, idempotencyKey(request), passing(senders, sender, message));
      if (senders !== undefined) noteTaken(senders, sender, message, accepted);
      const outcome = { ...accepted, requestBytes: body.length };
      const answer = encoding === 'json' ? exportResponseJson(signal, outcome) : exportResponse(signal, outcome);
      response.writeHead(200, { 'content-type': contentTypes[encoding] }).end(answer);
    } catch (error) {
      const refusal = refusalOf(error);
      senders?.refused(sender, refusal.reason, 1, recordsOf(error));
      events.bodyRefused(signal, refusal.httpStatus);
      if (refusal.httpStatus === 500) events.intakeFailed(error);
      answerRefusal(encoding ?? 'json', request, response, refusal);
    }
  };
};

export const encodingOf = (request: IncomingMessage): Encoding | undefined => {
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
