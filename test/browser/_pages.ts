import type { Page } from '@playwright/test';
import { expect } from './_test.ts';
import type { World } from './_world.ts';

export interface ShownPage {
  readonly name: string;
  readonly address: (world: World) => string;
  /** Waits until all of it is drawn. */
  readonly isDrawn: (page: Page) => Promise<void>;
}

const hasRow = (name: RegExp) => async (page: Page) => {
  await expect(page.getByRole('row', { name }).first()).toBeVisible();
};
const hasSpans = (name: RegExp) => async (page: Page) => {
  await expect(page.getByRole('treegrid', { name: 'Spans' }).getByRole('row', { name }).first()).toBeVisible();
};

/** Every page, and the run page in each of its moods. */
export const pages: readonly ShownPage[] = [
  { name: 'home', address: () => '/', isDrawn: hasRow(/orders/) },
  { name: 'pipeline', address: () => '/pipelines/shop/orders', isDrawn: hasRow(/validate/) },
  { name: 'pipeline-slow', address: () => '/pipelines/bank/settlement', isDrawn: hasRow(/postgresql/) },
  { name: 'run-dirty', address: ({ runs }) => `/runs/${runs.orders}`, isDrawn: hasSpans(/validate/) },
  {
    name: 'compare',
    address: ({ runs }) => `/runs/compare?a=${runs.orders}&b=${runs.billing}`,
    isDrawn: hasRow(/Rows read/),
  },
  { name: 'run-unbalanced', address: ({ runs }) => `/runs/${runs.stock}`, isDrawn: hasSpans(/transform/) },
  { name: 'run-parallel', address: ({ runs }) => `/runs/${runs.files}`, isDrawn: hasSpans(/join/) },
  { name: 'run-failed', address: ({ runs }) => `/runs/${runs.billing}`, isDrawn: hasSpans(/load/) },
  {
    name: 'run-lost',
    address: ({ runs }) => `/runs/${runs.sensors}`,
    isDrawn: (page) => expect(page.getByRole('heading', { name: 'Row ledger' })).toBeVisible(),
  },
  {
    name: 'run-missed',
    address: ({ runs }) => `/runs/${runs.invoices}`,
    isDrawn: (page) =>
      expect(
        page.getByRole('heading', { name: 'This run did not start, or could not reach Sightglass.' }),
      ).toBeVisible(),
  },
  { name: 'run-running', address: ({ runs }) => `/runs/${runs.weather}`, isDrawn: hasRow(/copy/) },
  { name: 'runs', address: () => '/runs', isDrawn: hasRow(/billing/) },
  { name: 'incidents', address: () => '/incidents', isDrawn: hasRow(/billing/) },
  { name: 'incident', address: () => '/incidents/1', isDrawn: hasRow(/In trouble|Over/) },
  {
    name: 'runs-causes',
    address: () => '/runs?groupBy=cause',
    isDrawn: hasRow(/deadlock|lock|refused|Did not start/i),
  },
  {
    name: 'runs-hours',
    address: () => '/runs?groupBy=hour&last=30d',
    isDrawn: (page) => expect(page.getByRole('table', { name: 'Runs by weekday and hour' })).toBeVisible(),
  },
  {
    name: 'runs-none',
    address: () => '/runs?error=nothing+of+the+kind',
    isDrawn: (page) => expect(page.getByText('No run of this time matches.')).toBeVisible(),
  },
  { name: 'contracts', address: () => '/data/contracts', isDrawn: hasRow(/weight\.min/) },
  { name: 'datasets', address: () => '/data', isDrawn: hasRow(/shop\.public\.invoices/) },
  {
    name: 'dataset',
    address: () => '/data/dataset?namespace=postgres%3A%2F%2Fdb%3A5432&name=shop.public.invoices',
    isDrawn: hasRow(/billing/),
  },
  { name: 'run-checks', address: ({ runs }) => `/runs/${runs.deliveries}`, isDrawn: hasRow(/weight\.min/) },
  { name: 'run-exec', address: ({ runs }) => `/runs/${runs['nightly-export']}`, isDrawn: hasRow(/table exported/) },
  { name: 'run-spans', address: ({ runs }) => `/runs/${runs.clickstream}`, isDrawn: hasSpans(/crunch/) },
  { name: 'logs', address: () => '/logs?pipeline=orders&q=price', isDrawn: hasRow(/price is missing/) },
  {
    name: 'logs-follow',
    address: () => '/logs?tail=on&q=nothing+of+the+kind',
    isDrawn: (page) => expect(page.getByText('Following')).toBeVisible(),
  },
  {
    name: 'traces',
    address: () => '/traces?last=all&sort=oldest',
    isDrawn: async (page) => {
      await expect(page.getByRole('img', { name: /Durations over time: \d/ })).toBeVisible();
      await hasRow(/orders/)(page);
    },
  },
  {
    name: 'metrics',
    address: () => '/metrics?name=http.server.request.duration&aggregation=p95&by=http.route',
    isDrawn: (page) => expect(page.getByRole('table', { name: 'Lines of the chart' })).toBeVisible(),
  },
  { name: 'services', address: () => '/services', isDrawn: hasRow(/orders/) },
  {
    name: 'span-rules',
    address: () => '/span-rules?service=checkout&root=*',
    isDrawn: (page) => expect(page.getByRole('button', { name: /^Make \d+ run/ })).toBeVisible(),
  },
  { name: 'trace', address: ({ foreignTraceId }) => `/traces/${foreignTraceId}`, isDrawn: hasSpans(/charge card/) },
  {
    name: 'databases-none',
    address: () => '/systems?kind=database',
    isDrawn: (page) => expect(page.getByRole('button', { name: 'Copy: sightglass.yaml' })).toBeVisible(),
  },
  {
    name: 'not-found',
    address: () => '/no/such/page',
    isDrawn: (page) => expect(page.getByRole('link', { name: 'Go home' })).toBeVisible(),
  },
];
