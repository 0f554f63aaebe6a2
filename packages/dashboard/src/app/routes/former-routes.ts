import { type AnyRootRoute, createRoute, redirect } from '@tanstack/react-router';
import { readDatasetsSearch } from '../../pages/datasets/datasets-search.ts';
import { readLogsSearch } from '../../pages/logs/logs-search.ts';
import { readQualitySearch } from '../../pages/quality/quality-search.ts';
import { readSystemsSearch } from '../../pages/systems/systems-search.ts';

type Search = Record<string, unknown>;

/** Addresses of pages that are elsewhere now, or that people type; each leads on with what it said beside the path. */
export const formerRoutes = <Root extends AnyRootRoute>(root: Root) => {
  const anySearch = (search: Search): Search => search;
  const quality = createRoute({
    getParentRoute: () => root,
    path: 'quality',
    validateSearch: anySearch,
    beforeLoad: ({ search }) => {
      throw redirect({ to: '/data/contracts', search: readQualitySearch(search), replace: true });
    },
  });
  const datasets = createRoute({
    getParentRoute: () => root,
    path: 'datasets',
    validateSearch: anySearch,
    beforeLoad: ({ search }) => {
      throw redirect({ to: '/data', search: readDatasetsSearch(search), replace: true });
    },
  });
  const databases = createRoute({
    getParentRoute: () => root,
    path: 'databases',
    validateSearch: anySearch,
    beforeLoad: ({ search }) => {
      throw redirect({ to: '/systems', search: readSystemsSearch({ ...search, kind: 'database' }), replace: true });
    },
  });
  const apis = createRoute({
    getParentRoute: () => root,
    path: 'apis',
    validateSearch: anySearch,
    beforeLoad: ({ search }) => {
      throw redirect({ to: '/systems', search: readSystemsSearch({ ...search, kind: 'api' }), replace: true });
    },
  });
  const explore = createRoute({
    getParentRoute: () => root,
    path: 'explore',
    validateSearch: anySearch,
    beforeLoad: ({ search }) => {
      throw redirect({ to: '/logs', search: readLogsSearch(search), replace: true });
    },
  });
  return [quality, datasets, databases, apis, explore] as const;
};
