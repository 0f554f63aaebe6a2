import { connect } from 'node:net';
import { expect, it } from 'vitest';
import { createEvents } from '../../events/_events.ts';
import { reads } from '../../access/needs.ts';
import { createLimits } from '../../senders/limits.ts';
import { createApp } from '../app.ts';

const limits = createLimits({
  recordsPerSecond: undefined,
  bytesPerSecond: undefined,
  requestsPerMinute: undefined,
  concurrentQueries: 1,
});

it('who leaves while it is found out who asks has no request under way', async () => {
  const events = createEvents(() => {});
  const asked = Promise.withResolvers<void>();
  const left = Promise.withResolvers<void>();
  const app = createApp({
    events,
    registry: events.registry,
    readiness: [],
    gate: {
      authenticate: {
        session: async () => undefined,
        token: async () => {
          asked.resolve();
          await left.promise;
          return {
            kind: 'token',
            id: 'ada',
            name: 'ada',
            personId: null,
            rights: new Set(['telemetry:read']),
            of: undefined,
          };
        },
      },
      log: async () => {},
    },
    limits,
    api: (api, _options, done) => {
      api.get('/answer', { config: reads }, async () => ({}));
      done();
    },
  });
  const closed = new Promise<void>((resolve) => {
    app.server.once('request', (_request, raw) => void raw.once('close', resolve));
  });
  const { hostname, port } = new URL(await app.listen({ host: '127.0.0.1', port: 0 }));
  const socket = connect(Number(port), hostname);
  socket.write('GET /api/v1/answer HTTP/1.1\r\nHost: localhost\r\nAuthorization: Bearer sg_api_x\r\n\r\n');
  await asked.promise;
  socket.destroy();
  await closed;
  left.resolve();
  const response = await app.inject({ url: '/api/v1/answer', headers: { authorization: 'Bearer sg_api_x' } });
  expect([response.statusCode, response.body]).toEqual([200, '{}']);
  await app.close();
});
