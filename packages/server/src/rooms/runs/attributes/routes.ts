import { runAttributes } from '@sightglass/model/rest';
import type { FastifyPluginCallbackZod } from 'fastify-type-provider-zod';
import type { RunReader } from '../facts-runs.ts';
import { runAddresses, runAt } from '../identity/addressed-run.ts';
import type { AttributeReader } from './facts.ts';
import { reads } from '../../../access/needs.ts';

export const runAttributeRoutes =
  (runs: RunReader, attributes: AttributeReader): FastifyPluginCallbackZod =>
  (app, _options, done) => {
    const schema = {
      summary: 'What the program of a run reported of itself: its resource, and the attributes of its start',
      description: 'Without what is of each run its own, such as ids. `isWhole` is false where the rest was left out.',
      response: { 200: runAttributes },
    };
    for (const { path, params: address } of runAddresses('/attributes'))
      app.get(path, { config: reads, schema: { ...schema, params: address } }, async ({ params }) =>
        attributes(await runAt(runs, params)),
      );
    done();
  };
