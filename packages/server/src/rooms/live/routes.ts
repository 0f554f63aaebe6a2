import type { FastifyPluginCallbackZod } from 'fastify-type-provider-zod';
import { type OpenStream, streamResponse } from '../../http/event-stream.ts';
import type { LiveFeed } from '../../storage/telemetry/live-feed.ts';
import { reads } from '../../access/needs.ts';

export interface LiveParts {
  readonly live: Pick<LiveFeed, 'subscribe'>;
  readonly openStream: OpenStream;
}

export const liveRoutes =
  ({ live, openStream }: LiveParts): FastifyPluginCallbackZod =>
  (app, _options, done) => {
    app.get(
      '/live',
      {
        config: { ...reads, isStream: true },
        schema: { summary: 'What has become queryable, as server-sent events', response: streamResponse },
      },
      (_request, reply) => openStream(reply, (send) => live.subscribe((message) => void send({ data: message }))),
    );
    done();
  };
