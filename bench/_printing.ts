/** Programs that print much, a line at a time. `stamp` is the time of some lines ago, in UTC. */
const lineOf: Readonly<Record<string, string>> = {
  plain:
    '`loaded row ${n} of table shop.orders, customer ${n % 977}, nothing is out of the ordinary here at all, go on`',
  timed:
    '`${stamp}${100 + (n % 900)}Z - etl.load - INFO - loaded row ${n} of table shop.orders, go on and on and on and on`',
  json: '`{"level":30,"time":${now},"pid":4242,"hostname":"etl-7","row":${n},"table":"shop.orders","msg":"loaded a row"}`',
  structlog:
    '`{"rows": ${n}, "table": "shop.orders", "event": "loaded rows", "level": "info", "timestamp": "${stamp}${100 + (n % 900)}Z"}`',
  old: '`2026-05-01 10:00:00,${100 + (n % 900)} - etl.load - INFO - loaded row ${n} of table shop.orders, go on and on and on`',
  long: '`loaded row ${n}: ${filler}`',
};
export const usualKinds = ['plain', 'timed', 'json', 'structlog'];
const lineOfKind = (kind: string): string =>
  kind === 'mixed'
    ? `[${usualKinds.map((each) => `() => ${lineOf[each]}`).join(',')}][n % ${usualKinds.length}]()`
    : (lineOf[kind] ?? '');

/**
 * A script that prints so many bytes, with one call a line that waits until its pipe takes it: `console.log` does not, and a program that never
 * pauses then loses what it has printed. At the end it tells on stderr how long that took.
 */
export const programOf = (kind: string, printedBytes: number): string => `
  const { writeSync } = require('node:fs');
  const filler = 'nothing is out of the ordinary here at all, go on, '.repeat(8) + 'end';
  let bytes = 0, now = 0, stamp = '';
  const startedAtMs = performance.now();
  for (let n = 0; bytes < ${printedBytes}; n++) {
    if (n % 500 === 0) { now = Date.now(); stamp = new Date(now).toISOString().slice(0, 20); }
    bytes += writeSync(1, ${lineOfKind(kind)} + '\\n');
  }
  const { user, system } = process.cpuUsage();
  writeSync(2, 'program ' + JSON.stringify({ seconds: (performance.now() - startedAtMs) / 1000, cpuSeconds: (user + system) / 1e6 }) + '\\n');`;
