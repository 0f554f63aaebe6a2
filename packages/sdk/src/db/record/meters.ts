import { instrument } from '../../telemetry/instrument.ts';

export const operationDuration = instrument((meter) =>
  meter.createHistogram('db.client.operation.duration', {
    unit: 's',
    description: 'Duration of database client operations',
    advice: { explicitBucketBoundaries: [0.001, 0.005, 0.01, 0.05, 0.1, 0.5, 1, 5, 10] },
  }),
);
export const returnedRows = instrument((meter) =>
  meter.createHistogram('db.client.response.returned_rows', {
    unit: '{row}',
    description: 'Rows a statement returned',
    advice: { explicitBucketBoundaries: [1, 10, 100, 1_000, 10_000, 100_000] },
  }),
);
