import { logTailFilter } from '@sightglass/model/rest';
import type { FastifyPluginCallbackZod } from 'fastify-type-provider-zod';
import type { VisiblePart } from '../../storage/telemetry/visible/visible-part.ts';
import type { LogEvents } from './events.ts';
import { type OpenStream, type SendEvent, streamResponse } from '../../http/event-stream.ts';
import type { LogTail } from '../../intake/tail.ts';
import { logMatcher } from './log-matcher.ts';
import { filterTail, type TailViewer } from './tail/tail.ts';
import type { Redaction } from '../../storage/telemetry/redaction/open-redaction.ts';
import { reads } from '../../access/needs.ts';

export interface TailParts {
  readonly tail: Pick<LogTail, 'subscribe'>;
  /** What viewers may see; undefined: everything. */
  readonly part: VisiblePart | undefined;
  readonly events: LogEvents;
  readonly openStream: OpenStream;
  readonly redaction?: Redaction | undefined;
}

/** `logs/tail`: each message is a record; `dropped` says how many a slow viewer, or one of too much, missed. */
export const tailRoutes = ({ tail, part, events, openStream, redaction }: TailParts): FastifyPluginCallbackZod => {
  const filtered = filterTail(tail, part, events.tailFailed, redaction);
  return (app, _options, done) => {
    app.get(
      '/logs/tail',
      {
        config: { ...reads, isStream: true },
        schema: {
          summary: 'Log records as they arrive, as server-sent events',
          querystring: logTailFilter,
          response: streamResponse,
        },
      },
      ({ query }, reply) => {
        logMatcher(query); // raises what is wrong with the filter
        openStream(reply, (send) => filtered.watch(query, viewerOf(send, events.tailDropped)));
      },
    );
    done();
  };
};

const viewerOf = (send: SendEvent, onDropped: (records: number) => void): TailViewer => {
  let dropped = 0;
  const miss = (records: number): void => {
    dropped += records;
    onDropped(records);
  };
  return {
    miss,
    show(frames, records) {
      if (dropped > 0 && send({ event: 'dropped', data: { count: dropped } })) dropped = 0;
      if (!send(frames)) miss(records);
    },
  };
};
