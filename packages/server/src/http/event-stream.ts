import { PassThrough } from 'node:stream';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { z } from 'zod';
import { RequestError } from './errors.ts';

export interface ServerSentEvent {
  /** Absent: the browser's plain `message`. */
  readonly event?: string;
  readonly data: unknown;
}

/** Sends one event, or whole events as bytes; false when the viewer is too slow and it was dropped. */
export type SendEvent = (event: ServerSentEvent | Uint8Array) => boolean;

/** How an event is written. */
export const eventText = ({ event, data }: ServerSentEvent): string =>
  `${event === undefined ? '' : `event: ${event}\n`}data: ${JSON.stringify(data)}\n\n`;

/** How a route that streams describes its answer. */
export const streamResponse = {
  200: { description: 'Server-sent events', content: { 'text/event-stream': { schema: z.string() } } },
} as const;

const keepAliveMs = 15_000;
/** So long after a session has ended, or a right was taken, a stream may go on. */
const lookEveryMs = 10_000;
const mostBufferedBytes = 1_048_576;
const mostStreams = 200;

/** Streams of server-sent events. They end when the viewer leaves, may not see them any more, or the server closes. */
export const createEventStreams = ({ everyMs = lookEveryMs }: { readonly everyMs?: number } = {}) => {
  const open = new Set<PassThrough>();

  /** Answers with a stream; `start` begins to feed it and returns what stops the feeding. */
  const openStream = (reply: FastifyReply, start: (send: SendEvent) => () => void): void => {
    if (open.size >= mostStreams) throw new TooManyStreamsError();
    const stream = new PassThrough();
    const send: SendEvent = (event) => {
      if (stream.writableEnded || stream.readableLength + stream.writableLength > mostBufferedBytes) return false;
      stream.write(event instanceof Uint8Array ? event : eventText(event));
      return true;
    };
    const keepAlive = setInterval(() => stream.write(': alive\n\n'), keepAliveMs).unref();
    const look = setInterval(() => void endUnlessAllowed(stream, reply.request), everyMs).unref();
    const stop = start(send);
    open.add(stream);
    stream.once('close', () => {
      clearInterval(keepAlive);
      clearInterval(look);
      open.delete(stream);
      stop();
    });
    stream.write(': open\n\n');
    // Its connection ends with it: one kept alive would hold the server's end up for more than a minute.
    const headers = { 'cache-control': 'no-store', 'x-accel-buffering': 'no', connection: 'close' };
    reply.type('text/event-stream').headers(headers).send(stream);
  };

  return {
    openStream,
    endAll(): void {
      for (const stream of open) stream.end();
    },
  };
};

/** Whether it is allowed may not be found out: then it is not. */
const endUnlessAllowed = async (stream: PassThrough, request: FastifyRequest): Promise<void> => {
  if (!(await request.mayStill().catch(() => false))) stream.end();
};
export type EventStreams = ReturnType<typeof createEventStreams>;
export type OpenStream = EventStreams['openStream'];

export class TooManyStreamsError extends RequestError {
  constructor() {
    super('TOO_MANY_STREAMS', 503, `${mostStreams} live streams are open already. Close some and try again.`);
  }
}
