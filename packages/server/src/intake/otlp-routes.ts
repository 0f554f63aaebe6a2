import type { FastifyPluginCallback } from 'fastify';
import type { createOtlpHttp } from './otlp-http.ts';
import { signalOfPath } from './otlp-http.ts';

/** `POST /v1/logs|traces|metrics` on the shared port. The bodies are read raw, past the framework. */
export const otlpRoutes =
  (answer: ReturnType<typeof createOtlpHttp>): FastifyPluginCallback =>
  (app, _options, done) => {
    app.removeAllContentTypeParsers();
    app.addContentTypeParser('*', (_request, _payload, parsed) => parsed(null));
    app.all('/v1/*', { schema: { hide: true }, helmet: false, compress: false }, (request, reply) => {
      const signal = signalOfPath(request.url);
      if (signal === undefined) return reply.callNotFound();
      reply.hijack();
      void answer(signal, request.raw, reply.raw);
    });
    done();
  };
