import type { FastifyPluginCallbackZod } from 'fastify-type-provider-zod';
import { checkParameters } from './check-parameters.ts';
import type { EventStreams } from './event-stream.ts';
import { describeProblems } from './problem-responses.ts';

/** Routes of one subject, and what they are about. */
export interface ApiPart {
  readonly name: string;
  readonly routes?: { readonly about: string; readonly plugins: readonly FastifyPluginCallbackZod[] };
}

/** Every route under `/api/v1`: parameters are checked and refusals described alike, and each says which part it belongs to. */
export const roomsApi =
  (parts: readonly ApiPart[], streams: Pick<EventStreams, 'endAll'>): FastifyPluginCallbackZod =>
  (app, _options, done) => {
    checkParameters(app);
    describeProblems(app);
    app.addHook('preClose', async () => streams.endAll());
    for (const { name, routes } of parts)
      for (const plugin of routes?.plugins ?? []) app.register(tagged(name, plugin));
    done();
  };

const tagged =
  (name: string, plugin: FastifyPluginCallbackZod): FastifyPluginCallbackZod =>
  (app, _options, done) => {
    app.addHook('onRoute', (route) => {
      route.schema = { ...route.schema, tags: [name] };
    });
    app.register(plugin);
    done();
  };

/** What the parts are about, as OpenAPI has it. */
export const tagsOf = (parts: readonly ApiPart[]): { readonly name: string; readonly description: string }[] =>
  parts.flatMap(({ name, routes }) => (routes === undefined ? [] : [{ name, description: routes.about }]));
