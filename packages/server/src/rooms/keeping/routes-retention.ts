import { statfs } from 'node:fs/promises';
import { retentionAnswer } from '@sightglass/model/rest';
import type { FastifyPluginCallbackZod } from 'fastify-type-provider-zod';
import { reads } from '../../access/needs.ts';
import type { ServerConfig } from '../../config/schema.ts';
import type { StateStore } from '../../storage/state/state-store.ts';
import type { TelemetryClient } from '../../storage/telemetry/client.ts';
import { overviewOf } from '../../storage/telemetry/retention/overview.ts';
import { type Retention, storedPartitions } from '../../storage/telemetry/retention/retention.ts';
import type { VisiblePart } from '../../storage/telemetry/visible/visible-part.ts';
import { RequestError } from '../../http/errors.ts';
import { accessLogSize } from './store-access-log.ts';

export interface RetentionRouteParts {
  readonly telemetry: Pick<TelemetryClient, 'rows'>;
  readonly state: Pick<StateStore, 'query'>;
  /** Sums are of all telemetry: who sees a part is refused. */
  readonly part: VisiblePart | undefined;
  readonly config: Pick<ServerConfig, 'dataDir' | 'retention'>;
  readonly retention: Pick<Retention, 'heldBytes'>;
}

/** What is kept, since when, and what goes next. */
export const retentionRoutes =
  ({ telemetry, state, part, config, retention }: RetentionRouteParts): FastifyPluginCallbackZod =>
  (app, _options, done) => {
    app.get(
      '/retention',
      {
        config: reads,
        schema: {
          summary: 'What is kept, since when, how much of the disk it takes, and what goes next',
          response: { 200: retentionAnswer },
        },
      },
      async () => {
        if (part !== undefined) throw ofEverybody();
        const stored = await storedPartitions(telemetry);
        const accessLog = await accessLogSize(state);
        const disk = await statfs(config.dataDir).catch(() => undefined);
        const space = {
          freeBytes: (disk?.bavail ?? 0) * (disk?.bsize ?? 0),
          totalBytes: (disk?.blocks ?? 0) * (disk?.bsize ?? 0),
        };
        return {
          ...overviewOf(stored, config.retention, space, Date.now()),
          accessLog: {
            entries: accessLog.entries,
            since: accessLog.since?.toISOString() ?? null,
            days: config.retention.accessLogDays ?? null,
          },
          heldBytes: retention.heldBytes,
        };
      },
    );
    done();
  };

const ofEverybody = (): RequestError =>
  new RequestError(
    'RIGHT_MISSING',
    403,
    'This counts what is stored of all teams, which only those see who see everything: admins.',
  );
