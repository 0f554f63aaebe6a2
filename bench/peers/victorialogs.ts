// The same OTLP bodies into Sightglass and into VictoriaLogs, in turn: CPU until queryable and until nothing is left to merge, disk, memory.
// Builds VictoriaLogs from its Go module the first time (needs `go` and the module proxy).
//   node --conditions=@sightglass/source bench/peers/victorialogs.ts [--records 1000000] [--rounds 3]
import { parseArgs } from 'node:util';
import { cpuSecondsOfTree, peakBytesOfTree, residentBytesOfTree, untilSettled } from '../_process.ts';
import { logsBody } from '../_records.ts';
import { createSender } from '../_send.ts';
import { startSightglass } from './_sightglass.ts';
import type { Store } from './_store.ts';
import { startVictoriaLogs } from './_victorialogs.ts';

const { values } = parseArgs({
  options: { records: { type: 'string', default: '1000000' }, rounds: { type: 'string', default: '3' } },
});
const records = Number(values.records);
const recordsPerBody = 500;
const warmUpRecords = 200_000;
const connections = 8;
const pollMs = 250;

const bodies = Array.from({ length: records / recordsPerBody }, (_, index) =>
  logsBody(index * recordsPerBody, recordsPerBody),
);
const sleep = (ms: number): Promise<void> => new Promise((resolve) => setTimeout(resolve, ms));

const untilQueryable = async (store: Store, count: number): Promise<void> => {
  while ((await store.count()) < count) await sleep(pollMs);
};

const mebibytes = (bytes: number): number => Math.round(bytes / 1_048_576);

const measure = async (start: () => Promise<Store>): Promise<Record<string, number>> => {
  await using store = await start();
  const { processId } = store;
  await untilSettled(processId);
  const idleMebibytes = mebibytes(residentBytesOfTree(processId));
  const { postAll } = createSender(store.otlpUrl, connections);
  const bodyAt = (index: number): Uint8Array => bodies[index] as Uint8Array;
  await postAll('logs', warmUpRecords / recordsPerBody, bodyAt);
  await untilQueryable(store, warmUpRecords);
  await untilSettled(processId);

  const cpuBefore = cpuSecondsOfTree(processId);
  const startedAt = performance.now();
  await postAll('logs', bodies.length, bodyAt);
  const sentAt = performance.now();
  await untilQueryable(store, warmUpRecords + records);
  const queryableAt = performance.now();
  const cpuQueryable = cpuSecondsOfTree(processId) - cpuBefore;
  const cpuSettled = (await untilSettled(processId)) - cpuBefore;
  const memory = {
    afterMebibytes: mebibytes(residentBytesOfTree(processId)),
    peakMebibytes: mebibytes(peakBytesOfTree(processId)),
  };
  const bytes = await store.bytesOnceStopped();
  return {
    perCpuSecondQueryable: Math.round(records / cpuQueryable),
    perCpuSecondSettled: Math.round(records / Math.max(cpuQueryable, cpuSettled)),
    perSecondQueryable: Math.round((records * 1_000) / (queryableAt - startedAt)),
    secondsFromLastAckToQueryable: Math.round((queryableAt - sentAt) / 10) / 100,
    bytesPerRecord: Math.round((bytes * 100) / (warmUpRecords + records)) / 100,
    idleMebibytes,
    ...memory,
  };
};

const starts = { sightglass: startSightglass, victoriaLogs: startVictoriaLogs };
const measured: { sightglass: Record<string, number>; victoriaLogs: Record<string, number> }[] = [];
for (let round = 0; round < Number(values.rounds); round += 1) {
  const isOursFirst = round % 2 === 0;
  const first = isOursFirst ? await measure(starts.sightglass) : await measure(starts.victoriaLogs);
  const second = isOursFirst ? await measure(starts.victoriaLogs) : await measure(starts.sightglass);
  const both = isOursFirst ? { sightglass: first, victoriaLogs: second } : { sightglass: second, victoriaLogs: first };
  measured.push(both);
  console.error(JSON.stringify({ round, ...both }));
}

/** The middle, or the mean of the two in the middle. */
const median = (numbers: readonly number[]): number => {
  const sorted = numbers.toSorted((a, b) => a - b);
  const half = (sorted.length - 1) / 2;
  return ((sorted[Math.floor(half)] as number) + (sorted[Math.ceil(half)] as number)) / 2;
};
const table = Object.fromEntries(
  Object.keys(measured[0]?.sightglass ?? {}).map((figure) => {
    const pairs = measured.map(({ sightglass, victoriaLogs }) => [
      sightglass[figure] as number,
      victoriaLogs[figure] as number,
    ]) as [number, number][];
    const ratio = median(pairs.map(([ours, theirs]) => ours / theirs));
    return [
      figure,
      {
        sightglass: median(pairs.map(([ours]) => ours)),
        victoriaLogs: median(pairs.map(([, theirs]) => theirs)),
        ratio: Math.round(ratio * 100) / 100,
      },
    ];
  }),
);
console.error(`Medians of ${measured.length} rounds of ${records} records, ${recordsPerBody} a body`);
console.table(table);
