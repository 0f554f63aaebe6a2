// Bytes on disk per log record with all indexes, against the bytes received.
//   node --conditions=@sightglass/source bench/disk.ts [--records 1000000]
import { parseArgs } from 'node:util';
import { startOwnEngine } from '../packages/server/src/engine/_own-engine.ts';
import { logsBody } from './_records.ts';

const { values } = parseArgs({ options: { records: { type: 'string', default: '1000000' } } });
const records = Number(values.records);
const recordsPerSegment = 100_000;

await using engine = await startOwnEngine();
let bytesReceived = 0;
for (let first = 0; first < records; first += recordsPerSegment) {
  const body = logsBody(first, recordsPerSegment);
  bytesReceived += body.length;
  await engine.insert('logs', [body]);
}

const activeBytes = async (): Promise<Record<string, number>> => {
  const rows = await engine.telemetry.rows<{ table: string; bytes: string }>(
    'SELECT table, sum(bytes_on_disk) AS bytes FROM system.parts WHERE active AND database = currentDatabase() GROUP BY table',
  );
  return Object.fromEntries(rows.map(({ table, bytes }) => [table, Number((Number(bytes) / records).toFixed(2))]));
};

const asInserted = await activeBytes();
await engine.telemetry.execute('OPTIMIZE TABLE logs FINAL');
const merged = await activeBytes();
console.log(
  JSON.stringify(
    { records, bytesReceivedPerRecord: bytesReceived / records, bytesPerRecord: { asInserted, merged } },
    null,
    2,
  ),
);
