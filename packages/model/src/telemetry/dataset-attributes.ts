import { define } from './attribute-definition.ts';

/** What a run has read and written, named as OpenLineage names datasets. */
export const datasetAttributes = {
  datasetNamespace: define(
    'pipeline.dataset.namespace',
    'string',
    'Where a dataset lies: `postgres://host:5432`, `mssql://host:1433`, `mysql://host:3306`, `file`, `s3://bucket` …',
  ),
  datasetName: define(
    'pipeline.dataset.name',
    'string',
    'Its name there: `db.schema.table`, or the absolute path of a file with `/` between its folders.',
  ),
  datasetRole: define('pipeline.dataset.role', 'string', '`input` for what was read, `output` for what was written.'),
  datasetRows: define(
    'pipeline.dataset.rows',
    'int',
    'Rows read from it or written to it by the stage; absent when they are not known, never 0 for that.',
    '{row}',
  ),
  datasetBytes: define(
    'pipeline.dataset.bytes',
    'int',
    'Bytes read from it or written to it by the stage; absent when they are not known.',
    'By',
  ),
  runDatasetsLeftOut: define(
    'pipeline.run.datasets.left_out',
    'int',
    'Datasets that one process used and did not report, being beyond the 200 inputs or the 200 outputs of its run.',
    '{dataset}',
  ),
};
