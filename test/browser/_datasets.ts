import { runDetail } from '../_api.ts';
import { type EventValues, eventRecord } from './_events.ts';
import { type OtlpLog, postLogs } from './_otlp.ts';

const db = 'postgres://db:5432';

/** As many as the product must list, and as long as their names may be. */
export const lakeDatasets = 5_000;
const lakeReaders = 60;
const longName = `raw/${'region=north/'.repeat(22)}orders.parquet`;

/** What runs read and wrote: a table that is in order, one whose last write failed and is read all the same, and a lake full of files. */
export const postDatasets = async (
  url: string,
  runs: Readonly<Record<'orders' | 'billing' | 'stock', string>>,
): Promise<void> => {
  const [orders, billing, stock] = await Promise.all([
    runDetail(url, runs.orders),
    runDetail(url, runs.billing),
    runDetail(url, runs.stock),
  ]);
  const uses = [
    use(orders, 'output', { datasetName: 'shop.public.orders', datasetRows: 940, datasetBytes: 88_000 }),
    use(stock, 'input', { datasetName: 'shop.public.orders', datasetRows: 940 }),
    use(billing, 'output', { datasetName: 'shop.public.invoices', datasetRows: 12 }),
    use(stock, 'input', { datasetName: 'shop.public.invoices' }, 1),
    use(stock, 'input', { datasetNamespace: 'file', datasetName: '/in/stock & more.csv' }),
  ];
  await postLogs(url, 'etl', uses);
  for (let at = 0; at < lakeDatasets; at += 1_000)
    await postLogs(
      url,
      'lake',
      Array.from({ length: 1_000 }, (_, index) => ofLake(at + index)),
    );
  const readers = Array.from({ length: lakeReaders }, (_, index) =>
    use({ runId: `report-${index}`, pipeline: `a-report-with-a-rather-long-name-${index}` }, 'input', {
      datasetNamespace: 's3://lake',
      datasetName: longName,
    }),
  );
  await postLogs(url, 'lake', readers);
};

/** The newest day of them has the long name. */
const ofLake = (index: number): OtlpLog =>
  use({ runId: `lake-${index % 10}`, pipeline: 'lake' }, 'output', {
    datasetNamespace: 's3://lake',
    datasetName: index === 0 ? longName : `raw/day-${String(index).padStart(4, '0')}.parquet`,
    datasetRows: index,
  });

const use = (
  run: { readonly runId: string; readonly pipeline: string; readonly namespace?: string },
  datasetRole: 'input' | 'output',
  values: EventValues,
  afterMs = 0,
): OtlpLog =>
  eventRecord('pipeline.dataset.used', Date.now() + afterMs, {
    runId: run.runId,
    pipelineName: run.pipeline,
    pipelineNamespace: run.namespace ?? 'lake',
    datasetNamespace: db,
    datasetRole,
    ...values,
  });
