/** Run by bench/check.ts as `node --eval … FILE profile|check [THREADS]`: prints seconds (wall, CPU) and what was found; a process of its own, as each peer is. */
import { checkFile } from '@sightglass/sdk/checks';
import type { ContractInput } from '@sightglass/model/contract';

const contract: ContractInput = {
  columns: [
    { name: 'date', type: 'timestamp', required: true },
    { name: 'delay', type: 'integer', min: -200, max: 3000 },
    { name: 'distance', type: 'integer', required: true, min: 1, max: 6000 },
    { name: 'origin', required: true, pattern: '[A-Z]{3}' },
    { name: 'destination', required: true, pattern: '[A-Z]{3}' },
  ],
};
const [file = '', profiles, threads] = process.argv.slice(1);
const startedAt = performance.now();
const before = process.cpuUsage();
const { rows, rejected } = await checkFile(file, contract, {
  rejects: `${file}.ours.rejects`,
  profiles: profiles === 'profile',
  ...(threads === undefined ? {} : { threads: Number(threads) }),
});
const { user, system } = process.cpuUsage(before);
const whole = process.cpuUsage();
const wallSeconds = (performance.now() - startedAt) / 1000;
const peakBytes = process.resourceUsage().maxRSS * 1024;
const cpuSeconds = (user + system) / 1e6;
const processCpuSeconds = (whole.user + whole.system) / 1e6;
console.log(JSON.stringify({ wallSeconds, cpuSeconds, processCpuSeconds, rows, rejected, peakBytes }));
