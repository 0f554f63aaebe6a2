import { encodeRequest, text } from '../packages/server/src/wire/_sample.ts';

const startUnixNano = 1_795_000_000_000_000_000n;

/** When the first record was written, unix ms; each of the others a millisecond after the one before. */
export const recordsFromMs = Number(startUnixNano / 1_000_000n);

/** A log record of about 150 bytes as a load step writes it. */
const recordAt = (index: number) => ({
  timeUnixNano: String(startUnixNano + BigInt(index) * 1_000_000n),
  observedTimeUnixNano: String(startUnixNano),
  severityNumber: index % 97 === 0 ? 17 : 9,
  severityText: index % 97 === 0 ? 'ERROR' : 'INFO',
  body: text(`row ${index} loaded from file flights-${index % 31}.csv`),
  traceId: Buffer.from((index % 1000).toString(16).padStart(32, 'a'), 'hex'),
  spanId: Buffer.from(index.toString(16).padStart(16, 'b'), 'hex'),
  attributes: [
    { key: 'pipeline.run.id', value: text(`run-${index % 50}`) },
    { key: 'row', value: { intValue: String(index) } },
    { key: 'ok', value: { boolValue: index % 2 === 0 } },
  ],
});

const resource = {
  attributes: [
    { key: 'service.name', value: text('etl') },
    { key: 'host.name', value: text('h1') },
    { key: 'pipeline.name', value: text('flights') },
  ],
};

/** One export request of `count` records from `first` on. */
export const logsBody = (first: number, count: number): Uint8Array =>
  encodeRequest('logs', {
    resourceLogs: [
      {
        resource,
        scopeLogs: [
          {
            scope: { name: 'bench' },
            logRecords: Array.from({ length: count }, (_, index) => recordAt(first + index)),
          },
        ],
      },
    ],
  });

/** The same record as a row of JSON, for the peer. */
export const logsRow = (index: number): string => {
  const record = recordAt(index);
  return JSON.stringify({
    Timestamp: new Date(Number(startUnixNano / 1_000_000n) + index).toISOString().replace('T', ' ').replace('Z', ''),
    TraceId: record.traceId.toString('hex'),
    SpanId: record.spanId.toString('hex'),
    SeverityNumber: record.severityNumber,
    SeverityText: record.severityText,
    ServiceName: 'etl',
    Body: record.body.stringValue,
    PipelineNamespace: 'default',
    PipelineName: 'flights',
    RunId: `run-${index % 50}`,
    ResourceAttributes: { 'service.name': 'etl', 'host.name': 'h1', 'pipeline.name': 'flights' },
    ScopeName: 'bench',
    LogAttributes: { 'pipeline.run.id': `run-${index % 50}`, row: `${index}`, ok: `${index % 2 === 0}` },
  });
};
