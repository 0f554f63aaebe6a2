import type { FastifyPluginCallbackZod } from 'fastify-type-provider-zod';
import type { Readers } from '../storage/telemetry/readers.ts';
import { logRoutes } from './logs.ts';
import { pipelineRoutes } from './pipelines.ts';
import { runRoutes } from './runs.ts';

export interface QueryParts {
  readonly readers: Readers;
}

/** Every route of `/api/v1` that reads. */
export const createQueryApi =
  ({ readers }: QueryParts): FastifyPluginCallbackZod =>
  (app, _options, done) => {
    app.register(pipelineRoutes(readers));
    app.register(runRoutes(readers));
    app.register(logRoutes(readers));
    done();
  };
