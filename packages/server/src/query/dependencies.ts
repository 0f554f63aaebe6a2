import {
  type DatabaseSample,
  databaseSample,
  type Dependency,
  dependency,
  dependencyList,
  words,
} from '@sightglass/model/api';
import type { FastifyPluginCallbackZod } from 'fastify-type-provider-zod';
import { z } from 'zod';
import { notFound } from './errors.ts';

export interface DependencySource {
  readonly list: () => Dependency[];
  readonly latest: (name: string) => DatabaseSample | undefined;
}

export const dependencyRoutes =
  ({ list, latest }: DependencySource): FastifyPluginCallbackZod =>
  (app, _options, done) => {
    app.get(
      '/dependencies',
      { schema: { summary: 'What runs depend on, and whether it is well', response: { 200: dependencyList } } },
      () => ({ items: list() }),
    );
    const params = z.object({ name: words });
    app.get(
      '/dependencies/:name',
      { schema: { summary: 'One dependency and how it answered lately', params, response: { 200: dependency } } },
      (request) => {
        const found = list().find(({ name }) => name === request.params.name);
        if (found === undefined) throw notFound(`No dependency is called ${request.params.name}.`);
        return found;
      },
    );
    app.get(
      '/dependencies/:name/sample',
      { schema: { summary: 'The latest look inside a dependency', params, response: { 200: databaseSample } } },
      (request) => {
        const taken = latest(request.params.name);
        if (taken !== undefined) return taken;
        throw notFound(`${request.params.name} has not been looked into: its configuration needs \`sample\`.`);
      },
    );
    done();
  };
