import { type RunCounts, runCauses, runCounts, runFilterQuery, runVerdictCounts } from '@sightglass/model/rest';
import type { FastifyPluginCallbackZod } from 'fastify-type-provider-zod';
import { reads } from '../../../access/needs.ts';
import type { Plans } from '../../../plans/plans.ts';
import { mostEndings, readEndings } from './facts-causes.ts';
import { countByKind, countByState, mostKinds, type RunKind } from './facts-counts.ts';
import { groupCauses } from './group-causes.ts';
import { judgedOf } from './page.ts';
import { filterOf } from './read-filter.ts';
import type { RunListParts } from './routes-list.ts';
import { countVerdicts, statesOf } from './run-totals.ts';

/** Runs of all pipelines, counted: by state, by what their data is worth, and by what made them fail. */
export const runCountRoutes =
  ({ telemetry, runs, stages, plans, databases, receptionTime }: RunListParts): FastifyPluginCallbackZod =>
  (app, _options, done) => {
    const counted = {
      summary: 'How many runs there are, by state and by what a list of runs can be narrowed to',
      querystring: runFilterQuery,
      response: { 200: runCounts },
    };
    app.get('/run-counts', { config: reads, schema: counted }, async ({ query }) => {
      const now = receptionTime();
      const filter = filterOf(query, { plans, databases });
      const [byState, kinds] = await Promise.all([
        countByState(telemetry, { ...filter, states: undefined }, now),
        countByKind(telemetry, filter, now),
      ]);
      return {
        ...statesOf(byState, filter.states),
        ...facetsOf(kinds.map((kind) => withOwner(kind, plans))),
        isWhole: kinds.length < mostKinds,
      };
    });

    const judged = {
      summary:
        'What the data of runs is worth: how many there are of each verdict, each held against what was usual before it',
      querystring: runFilterQuery,
      response: { 200: runVerdictCounts },
    };
    app.get('/run-verdicts', { config: reads, schema: judged }, async ({ query }) => {
      const found = await judgedOf({ runs, stages }, filterOf(query, { plans, databases }), receptionTime());
      return countVerdicts(found);
    });

    const caused = {
      summary: 'Runs that did not end well, one item for each kind of error',
      description:
        'Errors are of one kind when their messages are alike but for numbers and ids. `isWhole` is false where older ones were left out.',
      querystring: runFilterQuery,
      response: { 200: runCauses },
    };
    app.get('/run-causes', { config: reads, schema: caused }, async ({ query }) => {
      const endings = await readEndings(telemetry, filterOf(query, { plans, databases }), receptionTime());
      return { items: groupCauses(endings), isWhole: endings.length < mostEndings };
    });
    done();
  };

const withOwner = (kind: RunKind, plans: Pick<Plans, 'of'>): RunKind => ({
  ...kind,
  owner: plans.of({ namespace: kind.namespace, name: kind.pipeline })?.owner ?? kind.owner,
});

/** So many values of each are named. */
const mostValues = 200;

const facetsOf = (
  kinds: readonly RunKind[],
): Pick<RunCounts, 'pipelines' | 'namespaces' | 'owners' | 'environments' | 'versions'> => {
  const valuesOf = (key: 'namespace' | 'owner' | 'environment' | 'version') =>
    sums(kinds, (kind) => kind[key]).map(([value, runs]) => ({ value, runs }));
  const pipelines = sums(kinds, ({ namespace, pipeline }) => JSON.stringify([namespace, pipeline]));
  return {
    pipelines: pipelines.map(([key, runs]) => {
      const [namespace, pipeline] = JSON.parse(key) as [string, string];
      return { namespace, pipeline, runs };
    }),
    namespaces: valuesOf('namespace'),
    owners: valuesOf('owner'),
    environments: valuesOf('environment'),
    versions: valuesOf('version'),
  };
};

const sums = (kinds: readonly RunKind[], keyOf: (kind: RunKind) => string): [string, number][] =>
  [...Map.groupBy(kinds, keyOf)]
    .filter(([key]) => key !== '')
    .map(([key, alike]): [string, number] => [key, alike.reduce((sum, { runs }) => sum + runs, 0)])
    .toSorted(([a, one], [b, other]) => other - one || a.localeCompare(b))
    .slice(0, mostValues);
