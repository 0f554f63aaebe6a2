import {
  datasetDetail,
  datasetDetailQuery,
  datasetExportQuery,
  type datasetFilterQuery,
  datasetListQuery,
  datasetPage,
  usedDatasets,
  words,
} from '@sightglass/model/rest';
import type { FastifyPluginCallbackZod } from 'fastify-type-provider-zod';
import { Readable } from 'node:stream';
import { z } from 'zod';
import { noSuchPipeline } from '../../http/errors.ts';
import { unixMsOf } from '../../http/instant.ts';
import type { ReceptionTime } from '../../reception/reception-time.ts';
import { runAddresses, runAt } from '../runs/identity/addressed-run.ts';
import { detailOfDataset } from './detail.ts';
import { csvHead, csvLine, ndjsonLine } from './export-lines.ts';
import { type DatasetFilter, describedItems, pageOfDatasets, rankedDatasets } from './list.ts';
import { pageOf } from './dataset-order.ts';
import type { DatasetParts } from './read-known.ts';
import { usedDatasetsOf } from './used-datasets.ts';
import { reads } from '../../access/needs.ts';

export interface DatasetRouteParts extends DatasetParts {
  readonly receptionTime: () => ReceptionTime;
}

/** What runs read and write: listed, as a file, and one closely. */
export const datasetRoutes =
  ({ receptionTime, ...parts }: DatasetRouteParts): FastifyPluginCallbackZod =>
  (app, _options, done) => {
    const listed = {
      summary: 'Datasets that runs have read or written, what needs attention first',
      description:
        'Listed are those that were used in the range, of all time unless one is given; who writes and reads them and how they stand is of all time.',
      querystring: datasetListQuery,
      response: { 200: datasetPage },
    };
    app.get(
      '/datasets',
      { config: reads, schema: listed },
      async ({ query: { sort, order, limit, cursor, ...filter } }) =>
        pageOfDatasets(parts, filterOf(filter), { sort, order, limit, cursor }, receptionTime()),
    );

    const detailed = {
      summary: 'One dataset: what writes and reads it, how its last write went, and its writes over time',
      description: 'Lineage of depth 1. A range narrows the writes only.',
      querystring: datasetDetailQuery,
      response: { 200: datasetDetail },
    };
    app.get(
      '/datasets/detail',
      { config: reads, schema: detailed },
      async ({ query: { namespace, name, from, to, writes } }) =>
        detailOfDataset(
          parts,
          { namespace, name },
          { window: { fromMs: unixMsOf(from), toMs: unixMsOf(to) }, limit: writes },
          receptionTime(),
        ),
    );

    const exported = {
      summary: 'Datasets as a file, by name',
      description:
        'CSV (RFC 4180) or NDJSON, up to 20,000 datasets, those used last. In CSV a text that begins as a formula does has an apostrophe before it, and rows that nobody counted are empty.',
      querystring: datasetExportQuery,
      response: { 200: fileResponse },
    };
    app.get('/dataset-export', { config: reads, schema: exported }, async (request, reply) => {
      const { format, ...filter } = request.query;
      await request.noteRead({ action: 'datasets.exported', target: '/dataset-export', after: request.query });
      const isCsv = format === 'csv';
      const lines = Readable.from(linesOf(parts, filterOf(filter), isCsv, receptionTime()), { objectMode: false });
      return reply
        .type(isCsv ? 'text/csv; charset=utf-8; header=present' : 'application/x-ndjson; charset=utf-8')
        .header('content-disposition', `attachment; filename="datasets.${format}"`)
        .send(lines as unknown as string);
    });
    done();
  };

/** What one run, or the latest runs of one pipeline, read and wrote. */
export const usedDatasetRoutes =
  ({ runs, uses, pipelines }: DatasetRouteParts): FastifyPluginCallbackZod =>
  (app, _options, done) => {
    const ofRun = { summary: 'Datasets a run has read and written', response: { 200: usedDatasets } };
    for (const { path, params: address } of runAddresses('/datasets'))
      app.get(path, { config: reads, schema: { ...ofRun, params: address } }, async ({ params }) =>
        usedDatasetsOf(await uses.ofRun(await runAt(runs.ownersOf, params))),
      );

    const ofPipeline = {
      summary: 'Datasets a pipeline reads and writes, as its latest run that used each has reported',
      params: z.object({ namespace: words, name: words.describe('Pipeline name') }),
      response: { 200: usedDatasets },
    };
    app.get(
      '/pipelines/:namespace/:name/datasets',
      { config: reads, schema: ofPipeline },
      async ({ params: { namespace, name } }) => {
        const found = await uses.ofPipeline(namespace, name);
        if (found.length === 0 && !(await isKnown(namespace, name))) throw noSuchPipeline(namespace, name);
        return usedDatasetsOf(found);
      },
    );

    const isKnown = async (namespace: string, name: string): Promise<boolean> =>
      (await pipelines.summariesOf([name], 1)).some((one) => one.namespace === namespace);
    done();
  };

const filterOf = ({ from, to, ...filter }: z.output<typeof datasetFilterQuery>): DatasetFilter => ({
  ...filter,
  fromMs: unixMsOf(from),
  toMs: unixMsOf(to),
});

const fileResponse = {
  description: 'The file',
  content: { 'text/csv': { schema: z.string() }, 'application/x-ndjson': { schema: z.string() } },
};

const exportedAtOnce = 500;

async function* linesOf(
  parts: DatasetParts,
  filter: DatasetFilter,
  isCsv: boolean,
  now: ReceptionTime,
): AsyncGenerator<string> {
  if (isCsv) yield csvHead;
  const { ranked, states } = await rankedDatasets(parts, filter, now);
  const { shown } = pageOf(ranked, { sort: 'name' }, { limit: ranked.length, cursor: undefined });
  for (let at = 0; at < shown.length; at += exportedAtOnce) {
    const part = shown.slice(at, at + exportedAtOnce).map(({ facts }) => facts);
    const described = await describedItems(parts, part, states, now);
    yield described.map(({ item }) => (isCsv ? csvLine(item) : ndjsonLine(item))).join('');
  }
}
