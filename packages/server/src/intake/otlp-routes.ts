import type { FastifyPluginCallback, onRequestHookHandler } from 'fastify';
import type { createOtlpHttp } from './otlp-http.ts';
import { signalOfPath } from './otlp-http.ts';

/** `POST /v1/logs|traces|metrics` on the shared port. Taken over before the framework looks at content type and body. */
export const otlpRoutes =
  (answer: ReturnType<typeof createOtlpHttp>): FastifyPluginCallback =>
  (app, _options, done) => {
    const takeOver: onRequestHookHandler = (request, reply, next) => {
      const signal = signalOfPath(request.url);
      if (signal === undefined) return next();
      reply.hijack();
      void answer(signal, request.raw, reply.raw);
    };
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
