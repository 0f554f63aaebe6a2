import type { SharedBreaker } from '@sightglass/model/rest';
import type { FastifyPluginCallbackZod } from 'fastify-type-provider-zod';
import type { Events } from '../events/events.ts';
import type { Moment } from '../reception/reception-time.ts';
import type { Readers } from './readers.ts';
import { apiRoutes } from './external-apis/routes.ts';
import { checkParameters } from '../http/check-parameters.ts';
import { checkRoutes } from './contracts/routes.ts';
import { type DependencySource, dependencyRoutes } from './databases/routes.ts';
import { databaseWorkRoutes } from './databases/routes-work.ts';
import { createEventStreams } from '../http/event-stream.ts';
import { type LiveFeed, liveRoutes } from './live/routes.ts';
import { logRoutes } from './logs/routes.ts';
import { metricRoutes } from './metrics/routes.ts';
import { performanceRoutes } from './performance/routes.ts';
import { pipelineRoutes } from './pipelines/routes.ts';
import { describeProblems } from '../http/problem-responses.ts';
import { runDatabaseRoutes } from './databases/routes-run.ts';
import type { LogTail } from '../intake/tail.ts';
import { runRoutes } from './runs/routes.ts';
import { tailRoutes } from './logs/routes-tail.ts';
import { traceRoutes } from './traces/routes.ts';

export interface QueryParts {
  readonly readers: Readers;
  readonly dependencies: DependencySource;
  readonly events: Events;
  readonly tail: Pick<LogTail, 'subscribe'>;
  readonly live: Pick<LiveFeed, 'subscribe'>;
  /** Now, and how much has been heard. */
  readonly moment: () => Moment;
  /** Breakers of APIs that processes share. */
  readonly sharedBreakers: () => Promise<readonly SharedBreaker[]>;
  /** Configured objectives for the availability of APIs, by name. */
  readonly apiObjectives: ReadonlyMap<string, number>;
  /** Routes of other parts, checked and described as these are. */
  readonly others: readonly FastifyPluginCallbackZod[];
}

/** Every route of `/api/v1`; those of this part read. */
export const createQueryApi =
  ({
    readers,
    dependencies,
    events,
    tail,
    live,
    moment,
    sharedBreakers,
    apiObjectives,
    others,
  }: QueryParts): FastifyPluginCallbackZod =>
  (app, _options, done) => {
    checkParameters(app);
    describeProblems(app);
    const openStream = createEventStreams(app);
    app.register(pipelineRoutes({ ...readers, moment }));
    app.register(performanceRoutes({ ...dependencies, ...readers, moment }));
    app.register(runRoutes({ ...readers, moment }));
    app.register(logRoutes(readers));
    app.register(tailRoutes({ tail, events, openStream }));
    app.register(traceRoutes(readers));
    app.register(metricRoutes(readers));
    app.register(checkRoutes(readers));
    app.register(dependencyRoutes({ ...dependencies, ...readers }));
    app.register(databaseWorkRoutes({ ...dependencies, ...readers }));
    app.register(runDatabaseRoutes({ ...dependencies, ...readers }));
    app.register(apiRoutes({ ...readers, sharedBreakers, apiObjectives }));
    app.register(liveRoutes({ live, openStream }));
    for (const routes of others) app.register(routes);
    done();
  };
