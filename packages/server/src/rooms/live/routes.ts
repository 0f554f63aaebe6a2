import type { LiveMessage } from '@sightglass/model/rest';
import type { FastifyPluginCallbackZod } from 'fastify-type-provider-zod';
import { type EventStreams, streamResponse } from '../../http/event-stream.ts';

type LiveSignal = LiveMessage['signal'];

const quietMs = 1_000;

/** Tells viewers that telemetry has become queryable: at once, then at most once a second and kind. */
export const createLiveFeed = () => {
  const viewers = new Set<(message: LiveMessage) => void>();
  const quiet = new Map<LiveSignal, { isDue: boolean }>();

  const tell = (signal: LiveSignal): void => {
    const message = { signal, at: new Date().toISOString() };
    for (const viewer of viewers) viewer(message);
    const state = { isDue: false };
    quiet.set(signal, state);
    setTimeout(() => {
      quiet.delete(signal);
      if (state.isDue) tell(signal);
    }, quietMs).unref();
  };

  return {
    /** To be called whenever a segment has been inserted. */
    announce: (signal: LiveSignal): void => {
      const state = quiet.get(signal);
      if (state === undefined) tell(signal);
      else state.isDue = true;
    },
    subscribe: (onMessage: (message: LiveMessage) => void): (() => void) => {
      viewers.add(onMessage);
      return () => void viewers.delete(onMessage);
    },
  };
};
export type LiveFeed = ReturnType<typeof createLiveFeed>;

export interface LiveParts {
  readonly live: Pick<LiveFeed, 'subscribe'>;
  readonly openStream: EventStreams;
}

export const liveRoutes =
  ({ live, openStream }: LiveParts): FastifyPluginCallbackZod =>
  (app, _options, done) => {
    app.get(
      '/live',
      { schema: { summary: 'What has become queryable, as server-sent events', response: streamResponse } },
      (_request, reply) => openStream(reply, (send) => live.subscribe((message) => void send({ data: message }))),
    );
    done();
  };
