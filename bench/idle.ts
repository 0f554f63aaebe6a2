// Memory of an idle server, both engines included; and after records, where so many are sent first.
//   node --conditions=@sightglass/source bench/idle.ts [--records 1000000]
import { parseArgs } from 'node:util';
import { residentBytesOf, residentFileBytesOf, startBenchServer } from './_process.ts';
import { logsBody } from './_records.ts';
import { createSender, untilQueryable } from './_send.ts';

const { values } = parseArgs({ options: { records: { type: 'string', default: '0' } } });
const records = Number(values.records);
const recordsPerBody = 500;

await using server = await startBenchServer();
if (records > 0) {
  const { postAll } = createSender(server.url, 4);
  await postAll('logs', records / recordsPerBody, (index) => logsBody(index * recordsPerBody, recordsPerBody));
  await untilQueryable(server.url, records);
}
await new Promise((resolve) => setTimeout(resolve, 20_000));
const mebibytes = (bytes: number): number => Math.round(bytes / 1_048_576);
const [ofServer, ofEngine] = server.pids().map((pid) => ({
  mebibytes: mebibytes(residentBytesOf(pid)),
  ofFilesMebibytes: mebibytes(residentFileBytesOf(pid)),
}));
const totalMebibytes = (ofServer?.mebibytes ?? 0) + (ofEngine?.mebibytes ?? 0);
console.log(JSON.stringify({ records, server: ofServer, engine: ofEngine, totalMebibytes }));
