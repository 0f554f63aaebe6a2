const memoryFreshForMs = 20;
const cpuFreshForMs = 5;

let memory = { rss: 0, heapUsed: 0 };
let memoryReadAtMs = Number.NEGATIVE_INFINITY;

/** At `nowMs` of the monotonic clock. Reading it costs tens of microseconds, so stages that start and end close together share it. */
export const memoryAt = (nowMs: number): { readonly rss: number; readonly heapUsed: number } => {
  if (nowMs - memoryReadAtMs < memoryFreshForMs) return memory;
  memory = process.memoryUsage();
  memoryReadAtMs = nowMs;
  return memory;
};

let cpu = { usedMs: 0, atMs: Number.NEGATIVE_INFINITY, perMs: 0 };

/**
 * User and system time of the process. Read every {@link cpuFreshForMs}; in between it is taken to go on as between the last two
 * readings, which is wrong by no more than what all cores can do in that time.
 */
export const cpuMsAt = (nowMs: number): number => {
  const sinceMs = nowMs - cpu.atMs;
  if (sinceMs < cpuFreshForMs) return cpu.usedMs + sinceMs * cpu.perMs;
  const { user, system } = process.cpuUsage();
  const usedMs = (user + system) / 1000;
  cpu = { usedMs, atMs: nowMs, perMs: (usedMs - cpu.usedMs) / sinceMs };
  return usedMs;
};
