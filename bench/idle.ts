// Memory of an idle server, both engines included.
//   node --conditions=@sightglass/source bench/idle.ts
import { residentBytesOf, startBenchServer } from './_process.ts';

await using server = await startBenchServer();
await new Promise((resolve) => setTimeout(resolve, 20_000));
const [serverMebibytes = 0, engineMebibytes = 0] = server
  .pids()
  .map((pid) => Math.round(residentBytesOf(pid) / 1_048_576));
console.log(JSON.stringify({ serverMebibytes, engineMebibytes, totalMebibytes: serverMebibytes + engineMebibytes }));
