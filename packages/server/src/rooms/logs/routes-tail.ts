import { logFilter, type LogRecord } from '@sightglass/model/rest';
import type { FastifyPluginCallbackZod } from 'fastify-type-provider-zod';
import type { LogEvents } from './events.ts';
import { type OpenStream, streamResponse } from '../../http/event-stream.ts';
import { logMatcher } from './log-matcher.ts';

/** Where log records can be watched as they arrive. */
export interface LogFeed {
  /** Returns what ends the subscription. */
  subscribe(onRecords: (records: readonly LogRecord[]) => void): () => void;
}

export interface TailParts {
  readonly tail: LogFeed;
  readonly events: LogEvents;
  readonly openStream: OpenStream;
}

/** `logs/tail`: each message is a record; `dropped` says how many a slow viewer missed. */
export const tailRoutes =
  ({ tail, events, openStream }: TailParts): FastifyPluginCallbackZod =>
  (app, _options, done) => {
    app.get(
      '/logs/tail',
      {
        schema: {
          summary: 'Log records as they arrive, as server-sent events',
          querystring: logFilter,
          response: streamResponse,
        },
      },
      ({ query }, reply) => {
        const matches = logMatcher(query);
        openStream(reply, (send) => {
          let dropped = 0;
          return tail.subscribe((records) => {
            if (dropped > 0 && send({ event: 'dropped', data: { count: dropped } })) dropped = 0;
            const missed = records.filter((record) => matches(record) && !send({ data: record })).length;
            if (missed > 0) events.tailDropped(missed);
            dropped += missed;
          });
        });
      },
    );
    done();
  };
