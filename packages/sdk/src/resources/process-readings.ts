const memoryFreshForMs = 20;
const cpuFreshForMs = 0.25;

let memory = { rss: 0, heapUsed: 0 };
let memoryReadAtMs = Number.NEGATIVE_INFINITY;
let cpuMs = 0;
let cpuReadAtMs = Number.NEGATIVE_INFINITY;

/** Reading memory costs tens of microseconds, so stages that start and end close together share one reading. */
export const memoryNow = (): { readonly rss: number; readonly heapUsed: number } => {
  const nowMs = performance.now();
  if (nowMs - memoryReadAtMs < memoryFreshForMs) return memory;
  memory = process.memoryUsage();
  memoryReadAtMs = nowMs;
  return memory;
};

/** User and system time of the process; within `cpuFreshForMs` it cannot have moved much, and reading it has its price too. */
export const cpuNowMs = (): number => {
  const nowMs = performance.now();
  if (nowMs - cpuReadAtMs < cpuFreshForMs) return cpuMs;
  const { user, system } = process.cpuUsage();
  cpuReadAtMs = nowMs;
  cpuMs = (user + system) / 1000;
  return cpuMs;
};
