import type { FastifyError, FastifyPluginCallback, FastifyRequest, onRequestHookHandler } from 'fastify';
import { refusalOf, refusalWithStatus } from './refusal/failure.ts';
import { answerRefusal } from './refusal/http-refusal.ts';
import { type createOtlpHttp, encodingOf, signalOfPath } from './otlp-http.ts';
import { type SenderBook, unknownSender } from './sender-book.ts';
import type { Sender } from '../senders/tallies.ts';

/** `POST /v1/logs|traces|metrics` on the shared port. Taken over before the framework looks at content type and body. */
export const otlpRoutes =
  (
    answer: ReturnType<typeof createOtlpHttp>,
    senders?: SenderBook,
    senderOf: (request: FastifyRequest) => Sender = () => unknownSender,
  ): FastifyPluginCallback =>
  (app, _options, done) => {
    const takeOver: onRequestHookHandler = (request, reply, next) => {
      const signal = signalOfPath(request.url);
      if (signal === undefined) return next();
      reply.hijack();
      void answer(signal, request.raw, reply.raw, senderOf(request));
    };
    // Refused before it was taken over, as by the gate: the sender understands a status of OTLP.
    app.setErrorHandler<FastifyError>((error, request, reply) => {
      if (signalOfPath(request.url) === undefined || error.statusCode === undefined) throw error;
      const refusal = refusalWithStatus(error.statusCode, error.message) ?? refusalOf(error);
      senders?.refused(senderOf(request), refusal.reason);
      reply.hijack();
      answerRefusal(encodingOf(request.raw) ?? 'json', request.raw, reply.raw, refusal);
    });
    const options = {
      config: { need: 'telemetry:write' },
      schema: { hide: true },
      helmet: false,
      compress: false,
      onRequest: takeOver,
    } as const;
    app.all('/v1/*', options, (_request, reply) => reply.callNotFound());
    done();
  };
