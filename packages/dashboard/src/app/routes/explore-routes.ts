import { createRoute, lazyRouteComponent } from '@tanstack/react-router';
import { servicesQuery } from '../../fetch/explore.ts';
import { spanRulesQuery } from '../../fetch/span-rules.ts';
import { readLogsSearch } from '../../pages/logs/logs-search.ts';
import { readMetricsSearch } from '../../pages/metrics/metrics-search.ts';
import { readServicesSearch } from '../../pages/services/services-search.ts';
import { readSpanRulesSearch } from '../../pages/span-rules/span-rules-search.ts';
import { readTracesSearch } from '../../pages/traces/traces-search.ts';
import { readRunSearch } from '../../url/run-search.ts';
import { fetchPage } from '../fetch-page.ts';
import { names } from '../../url/address-names.ts';
import { root } from './root-route.ts';

export const logs = createRoute({
  getParentRoute: () => root,
  path: 'logs',
  validateSearch: readLogsSearch,
  component: lazyRouteComponent(
    fetchPage(() => import('../../pages/logs/LogsPage.tsx')),
    'LogsPage',
  ),
});

export const trace = createRoute({
  getParentRoute: () => root,
  path: 'traces/$traceId',
  params: names('traceId'),
  validateSearch: readRunSearch,
  component: lazyRouteComponent(
    fetchPage(() => import('../../pages/trace/TracePage.tsx')),
    'TracePage',
  ),
});

export const traces = createRoute({
  getParentRoute: () => root,
  path: 'traces',
  validateSearch: readTracesSearch,
  component: lazyRouteComponent(
    fetchPage(() => import('../../pages/traces/TracesPage.tsx')),
    'TracesPage',
  ),
});

export const metrics = createRoute({
  getParentRoute: () => root,
  path: 'metrics',
  validateSearch: readMetricsSearch,
  component: lazyRouteComponent(
    fetchPage(() => import('../../pages/metrics/MetricsPage.tsx')),
    'MetricsPage',
  ),
});

export const services = createRoute({
  getParentRoute: () => root,
  path: 'services',
  validateSearch: readServicesSearch,
  loader: ({ context }) => void context.client.prefetchQuery(servicesQuery()),
  component: lazyRouteComponent(
    fetchPage(() => import('../../pages/services/ServicesPage.tsx')),
    'ServicesPage',
  ),
});

export const spanRules = createRoute({
  getParentRoute: () => root,
  path: 'span-rules',
  validateSearch: readSpanRulesSearch,
  loader: ({ context }) => void context.client.prefetchQuery(spanRulesQuery()),
  component: lazyRouteComponent(
    fetchPage(() => import('../../pages/span-rules/SpanRulesPage.tsx')),
    'SpanRulesPage',
  ),
});
