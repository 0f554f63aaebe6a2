import type { Command } from 'commander';
import { datasetDetail, datasetPage } from '@sightglass/model/rest';
import { datasetRoles, readDatasetAddress } from '@sightglass/model';
import { createClient } from '../client/client.ts';
import type { CliConfig } from '../config/environment.ts';
import { CliError } from '../errors.ts';
import { parseInstant } from '../instant.ts';
import { renderDataset, renderDatasetList } from '../output/datasets.ts';
import { createPrinter } from '../output/printer.ts';
import { oneOf, positiveCount, withClient, withHelp, withJson } from './options.ts';

interface Range {
  readonly from?: string;
  readonly to?: string;
  readonly url: string;
  readonly json?: true;
}

interface ListOptions extends Range {
  readonly namespace?: string;
  readonly role?: string;
  readonly pipeline?: string;
  readonly pipelineNamespace?: string;
  readonly sort?: string;
  readonly limit: number;
}

const exitNote = '\nExit codes: 0 done; 1 no such dataset; 2 used wrongly, or Sightglass cannot be reached.\n';
const sorts = ['urgency', 'name', 'written', 'read'] as const;

export const addDatasets = (datasets: Command, { url }: CliConfig): void => {
  withHelp(datasets, ['sightglass datasets list', 'sightglass datasets show postgres://db:5432/shop.public.orders']);
  const list = datasets
    .command('list')
    .description('list datasets that runs have read or written, what needs attention first')
    .argument('[text]', 'only those with this in their name or namespace')
    .option('--namespace <namespace>', 'only in this namespace, such as postgres://db:5432 or file')
    .option('--role <role>', 'only what was read (input) or written (output)', oneOf(datasetRoles))
    .option('--pipeline <name>', 'only what this pipeline used')
    .option('--pipeline-namespace <name>', 'namespace of that pipeline')
    .option('--from <time>', 'used at or after: 2026-05-01T10:00:00Z, or an age: 15m, 2h, 7d')
    .option('--to <time>', 'used before')
    .option('--sort <order>', `${sorts.join(', ')}; urgency unless given`, oneOf(sorts))
    .option('--limit <count>', 'maximum number of datasets', positiveCount(1_000), 20)
    .action(listDatasets);
  withHelp(
    list,
    [
      'sightglass datasets list',
      'sightglass datasets list orders --role output --from 7d',
      "sightglass datasets list --json | jq -r '.items[] | select(.needsAttention) | .name'",
    ],
    exitNote,
  );
  const show = datasets
    .command('show')
    .description('show one dataset: how it stands, what writes and reads it, its latest writes')
    .argument('<dataset>', 'its address as `datasets list` shows it, or with --namespace its name')
    .option('--namespace <namespace>', 'its namespace, when the dataset is given by its name alone')
    .option('--from <time>', 'writes at or after')
    .option('--to <time>', 'writes before')
    .option('--writes <count>', 'how many of the latest writes', positiveCount(1_000), 10)
    .action(showDataset);
  withHelp(
    show,
    [
      'sightglass datasets show postgres://db:5432/shop.public.orders',
      "sightglass datasets show '/in/orders 1.csv' --namespace file",
      'sightglass datasets show file:/in/orders.csv --json',
    ],
    exitNote,
  );
  withJson(withClient(list, url), 'the answer of the API as JSON');
  withJson(withClient(show, url), 'the answer of the API as JSON');
};

const rangeOf = ({ from, to }: Range) => {
  const now = Date.now();
  return { from: from && parseInstant(from, now), to: to && parseInstant(to, now) };
};

const listDatasets = async (text: string | undefined, options: ListOptions): Promise<void> => {
  const { namespace, role, pipeline, pipelineNamespace, sort, limit, url, json } = options;
  const params = { q: text, namespace, role, pipeline, pipelineNamespace, sort, limit, ...rangeOf(options) };
  const page = await createClient(url).get('/api/v1/datasets', datasetPage, params);
  const printer = createPrinter();
  if (json) return printer.json(page);
  if (page.items.length === 0) return printer.note('No datasets match.');
  printer.line(renderDatasetList(page.items, printer.style));
  if (page.nextCursor !== null) printer.note('There are more; narrow the search or raise --limit.');
};

interface ShowOptions extends Range {
  readonly namespace?: string;
  readonly writes: number;
}

const showDataset = async (given: string, options: ShowOptions): Promise<void> => {
  const dataset =
    options.namespace === undefined ? readDatasetAddress(given) : { namespace: options.namespace, name: given };
  if (dataset === undefined)
    throw new CliError(
      'USAGE',
      `"${given}" names a place and no dataset in it. Give an address such as postgres://db:5432/shop.public.orders, or --namespace and a name.`,
    );
  const params = { ...dataset, writes: options.writes, ...rangeOf(options) };
  const detail = await createClient(options.url).get('/api/v1/datasets/detail', datasetDetail, params);
  const printer = createPrinter();
  if (options.json) printer.json(detail);
  else printer.line(renderDataset(detail, printer.style));
};
