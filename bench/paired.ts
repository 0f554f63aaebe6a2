/** Runs rounds of two contenders in turn, so that both see the same machine, and compares the median of their ratios. */
export interface Contender {
  readonly name: string;
  /** Does `calls` calls; may be asynchronous. */
  readonly run: (calls: number) => void | Promise<void>;
}

export interface Paired {
  readonly nsPerCall: readonly [number, number];
  readonly ratio: number;
}

export const paired = async (ours: Contender, peer: Contender, calls: number, rounds = 15): Promise<Paired> => {
  const measured: [number, number][] = [];
  await cpuNsPerCall(ours, calls);
  await cpuNsPerCall(peer, calls);
  for (let round = 0; round < rounds; round += 1) {
    const first = round % 2 === 0;
    const a = first ? await cpuNsPerCall(ours, calls) : 0;
    const b = await cpuNsPerCall(peer, calls);
    measured.push([first ? a : await cpuNsPerCall(ours, calls), b]);
  }
  const result: Paired = {
    nsPerCall: [median(measured.map(([a]) => a)), median(measured.map(([, b]) => b))],
    ratio: median(measured.map(([a, b]) => a / b)),
  };
  report(ours, peer, result);
  return result;
};

/**
 * CPU time of the whole process, so that work put off to timers, threads and garbage collection counts as well. The collection before
 * it is a minor one: a full one throws optimised code away, and the round would measure the compiler.
 */
const cpuNsPerCall = async ({ run }: Contender, calls: number): Promise<number> => {
  globalThis.gc?.({ type: 'minor' });
  const before = process.cpuUsage();
  await run(calls);
  const { user, system } = process.cpuUsage(before);
  return ((user + system) * 1000) / calls;
};

const report = (ours: Contender, peer: Contender, { nsPerCall, ratio }: Paired) => {
  const [a, b] = nsPerCall.map((ns) => `${(ns / 1000).toFixed(2)} µs`);
  console.error(`${ours.name}: ${a}   ${peer.name}: ${b}   ratio ${ratio.toFixed(2)}`);
};

const median = (values: readonly number[]): number =>
  values.toSorted((a, b) => a - b)[values.length >> 1] ?? Number.NaN;
