import type { QueryClient } from '@tanstack/react-query';
import { createRoute, createRouter, lazyRouteComponent, redirect } from '@tanstack/react-router';
import { apiQuery } from '../fetch/external-apis.ts';
import { incidentQuery } from '../fetch/incidents/read.ts';
import { contractsQuery, databaseQuery, pipelineQuery, pipelinesQuery, runQuery } from '../fetch/queries.ts';
import { systemsQuery } from '../fetch/systems.ts';
import { readApiSearch } from '../pages/external-api/api-search.ts';
import { readDatasetsSearch } from '../pages/datasets/datasets-search.ts';
import { readHomeSearch } from '../pages/home/home-search.ts';
import { HomePage } from '../pages/home/HomePage.tsx';
import { readIncidentsSearch } from '../pages/incidents/incidents-search.ts';
import { readPipelineSearch } from '../pages/pipeline/pipeline-search.ts';
import { readQualitySearch } from '../pages/quality/quality-search.ts';
import { readRunsSearch } from '../pages/runs/runs-search.ts';
import { readSystemsSearch, systemsFilter } from '../pages/systems/systems-search.ts';
import { readCompareSearch } from '../url/compare-link.ts';
import { readDatasetSearch } from '../url/dataset-link.ts';
import { readRunSearch } from '../url/run-search.ts';
import { fetchPage } from './fetch-page.ts';
import { formerRoutes } from './routes/former-routes.ts';
import { PageError } from './PageError.tsx';
import { names } from '../url/address-names.ts';
import { parseSearch, writeSearch } from '../url/search-params.ts';
import { readTimeRange } from '../url/time-range.ts';
import { routerBase } from '../url/base-path.ts';
import { logs, metrics, services, spanRules, trace, traces } from './routes/explore-routes.ts';
import { commandLine, password, settings, shared, signIn } from './routes/door-routes.ts';
import { root } from './routes/root-route.ts';

const home = createRoute({
  getParentRoute: () => root,
  path: '/',
  validateSearch: readHomeSearch,
  loader: ({ context }) => void context.client.prefetchQuery(pipelinesQuery()),
  component: HomePage,
});

const pipeline = createRoute({
  getParentRoute: () => root,
  path: 'pipelines/$namespace/$name',
  params: names('namespace', 'name'),
  validateSearch: readPipelineSearch,
  loader: ({ context, params }) => void context.client.prefetchQuery(pipelineQuery(params.namespace, params.name)),
  component: lazyRouteComponent(
    fetchPage(() => import('../pages/pipeline/PipelinePage.tsx')),
    'PipelinePage',
  ),
});

const runPage = lazyRouteComponent(
  fetchPage(() => import('../pages/run/RunPage.tsx')),
  'RunPage',
);

const run = createRoute({
  getParentRoute: () => root,
  path: 'pipelines/$namespace/$name/runs/$runId',
  params: names('namespace', 'name', 'runId'),
  validateSearch: readRunSearch,
  loader: ({ context, params }) => void context.client.prefetchQuery(runQuery(params)),
  component: runPage,
});

/** By its id alone, as people type it. */
const runById = createRoute({
  getParentRoute: () => root,
  path: 'runs/$runId',
  params: names('runId'),
  validateSearch: readRunSearch,
  loader: ({ context, params }) => void context.client.prefetchQuery(runQuery(params)),
  component: runPage,
});

const compare = createRoute({
  getParentRoute: () => root,
  path: 'runs/compare',
  validateSearch: readCompareSearch,
  component: lazyRouteComponent(
    fetchPage(() => import('../pages/compare/ComparePage.tsx')),
    'ComparePage',
  ),
});

const runs = createRoute({
  getParentRoute: () => root,
  path: 'runs',
  validateSearch: readRunsSearch,
  component: lazyRouteComponent(
    fetchPage(() => import('../pages/runs/RunsPage.tsx')),
    'RunsPage',
  ),
});

/** What contracts were found by when they were all of this tab. */
const isOfContract = (search: Record<string, unknown>): boolean => 'contract' in search || 'pipeline' in search;

const data = createRoute({
  getParentRoute: () => root,
  path: 'data',
  validateSearch: readDatasetsSearch,
  beforeLoad: ({ location }) => {
    const search = location.search as Record<string, unknown>;
    if (isOfContract(search))
      throw redirect({ to: '/data/contracts', search: readQualitySearch(search), replace: true });
  },
  component: lazyRouteComponent(
    fetchPage(() => import('../pages/datasets/DatasetsPage.tsx')),
    'DatasetsPage',
  ),
});

const dataset = createRoute({
  getParentRoute: () => root,
  path: 'data/dataset',
  validateSearch: readDatasetSearch,
  component: lazyRouteComponent(
    fetchPage(() => import('../pages/dataset/DatasetPage.tsx')),
    'DatasetPage',
  ),
});

const contracts = createRoute({
  getParentRoute: () => root,
  path: 'data/contracts',
  validateSearch: readQualitySearch,
  loader: ({ context }) => void context.client.prefetchInfiniteQuery(contractsQuery()),
  component: lazyRouteComponent(
    fetchPage(() => import('../pages/quality/QualityPage.tsx')),
    'QualityPage',
  ),
});

const systems = createRoute({
  getParentRoute: () => root,
  path: 'systems',
  validateSearch: readSystemsSearch,
  loaderDeps: ({ search }) => search,
  loader: ({ context, deps }) =>
    void context.client.prefetchInfiniteQuery(systemsQuery(systemsFilter(deps), readTimeRange({ ...deps }))),
  component: lazyRouteComponent(
    fetchPage(() => import('../pages/systems/SystemsPage.tsx')),
    'SystemsPage',
  ),
});

const database = createRoute({
  getParentRoute: () => root,
  path: 'databases/$name',
  params: names('name'),
  validateSearch: readTimeRange,
  loader: ({ context, params }) => void context.client.prefetchQuery(databaseQuery(params.name)),
  component: lazyRouteComponent(
    fetchPage(() => import('../pages/database/DatabasePage.tsx')),
    'DatabasePage',
  ),
});

const api = createRoute({
  getParentRoute: () => root,
  path: 'apis/$name',
  params: names('name'),
  validateSearch: readApiSearch,
  loaderDeps: ({ search }) => search,
  loader: ({ context, params, deps: { objective, ...range } }) =>
    void context.client.prefetchQuery(apiQuery(params.name, range, objective)),
  component: lazyRouteComponent(
    fetchPage(() => import('../pages/external-api/ApiPage.tsx')),
    'ApiPage',
  ),
});

const incidents = createRoute({
  getParentRoute: () => root,
  path: 'incidents',
  validateSearch: readIncidentsSearch,
  component: lazyRouteComponent(
    fetchPage(() => import('../pages/incidents/IncidentsPage.tsx')),
    'IncidentsPage',
  ),
});

const incident = createRoute({
  getParentRoute: () => root,
  path: 'incidents/$no',
  loader: ({ context, params }) => void context.client.prefetchQuery(incidentQuery(params.no)),
  component: lazyRouteComponent(
    fetchPage(() => import('../pages/incident/IncidentPage.tsx')),
    'IncidentPage',
  ),
});

const routeTree = root.addChildren([
  home,
  pipeline,
  run,
  runById,
  runs,
  compare,
  logs,
  data,
  dataset,
  contracts,
  systems,
  database,
  api,
  trace,
  traces,
  metrics,
  services,
  spanRules,
  incidents,
  incident,
  signIn,
  password,
  shared,
  commandLine,
  settings,
  ...formerRoutes(root),
]);

export const createAppRouter = (client: QueryClient) =>
  createRouter({
    routeTree,
    basepath: routerBase,
    context: { client },
    parseSearch,
    stringifySearch: writeSearch,
    defaultErrorComponent: PageError,
    defaultPreload: 'intent',
    defaultPreloadStaleTime: 0,
    scrollRestoration: true,
  });

declare module '@tanstack/react-router' {
  interface Register {
    router: ReturnType<typeof createAppRouter>;
  }
}
