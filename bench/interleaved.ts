/** Something measured against the first of its kind. */
export interface Contender {
  readonly name: string;
  readonly run: () => Promise<unknown>;
}

export interface Compared {
  readonly name: string;
  /** Process CPU time of a round. */
  readonly medianMs: number;
  /** Median of the ratios to the first contender in the same round, and where it lies with 95 % confidence. */
  readonly ratio: number;
  readonly interval: readonly [from: number, to: number];
}

const warmUps = 5;

/** Runs all contenders in each round, in an order drawn anew: what one leaves behind for the next is nobody's for long. */
export const interleaved = async (contenders: readonly Contender[], rounds: number): Promise<Compared[]> => {
  const cpuMs = contenders.map((): number[] => []);
  for (let round = -warmUps; round < rounds; round += 1) {
    for (const [index, contender] of shuffled([...contenders.entries()])) {
      const ms = await cpuMsOf(contender);
      if (round >= 0) cpuMs[index]?.push(ms);
    }
  }
  return contenders.map(({ name }, index) => compare(name, cpuMs[index] ?? [], cpuMs[0] ?? []));
};

const shuffled = <T>(items: readonly T[]): T[] =>
  items
    .map((item) => ({ item, rank: Math.random() }))
    .sort((a, b) => a.rank - b.rank)
    .map(({ item }) => item);

const cpuMsOf = async ({ run }: Contender): Promise<number> => {
  globalThis.gc?.({ type: 'minor' });
  const before = process.cpuUsage();
  await run();
  const { user, system } = process.cpuUsage(before);
  return (user + system) / 1_000;
};

const compare = (name: string, cpuMs: readonly number[], firstMs: readonly number[]): Compared => {
  const ratios = ascending(cpuMs.map((ms, round) => ms / (firstMs[round] ?? Number.NaN)));
  return {
    name,
    medianMs: middle(ascending(cpuMs)),
    ratio: middle(ratios),
    interval: medianInterval(ratios),
  };
};

/** By rank, without assuming how they are spread: the median lies between the values 0.98 √n places from the middle in 95 of 100 cases. */
const medianInterval = (sorted: readonly number[]): [number, number] => {
  const reach = 0.98 * Math.sqrt(sorted.length);
  const [from, to] = [Math.floor(sorted.length / 2 - reach), Math.ceil(sorted.length / 2 + reach)];
  return [sorted[Math.max(0, from)] ?? Number.NaN, sorted[Math.min(sorted.length - 1, to)] ?? Number.NaN];
};

const middle = (sorted: readonly number[]): number => sorted[sorted.length >> 1] ?? Number.NaN;

const ascending = (values: readonly number[]): number[] => values.toSorted((a, b) => a - b);

export const reportCompared = ({ name, medianMs, ratio, interval }: Compared): void => {
  const [from, to] = interval.map((bound) => bound.toFixed(3));
  console.error(
    `${name.padEnd(28)} ${medianMs.toFixed(1).padStart(8)} ms   ${ratio.toFixed(3)} × plain (${from} to ${to})`,
  );
};
