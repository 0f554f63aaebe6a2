import { firstIndex } from './first-index.ts';
import type { FlowStage, LedgerStage } from './ledger-stage.ts';

/** Those of one name (`indexes`, ascending) that the stage at `turn` reads. */
export const stagesNamed = (
  indexes: readonly number[],
  turn: number,
  flow: readonly FlowStage[],
  { upTo, latest, lastReader }: Reading,
): readonly FlowStage[] => {
  const at = (position: number): FlowStage | undefined => flow[indexes[position] ?? -1];
  const finishedAtMs = flow[turn]?.finishedAtMs ?? Infinity;
  const first = firstIndex(indexes.length, (position) => (indexes[position] ?? 0) > upTo);
  const before = firstIndex(indexes.length, (position) => (indexes[position] ?? 0) >= turn);
  const after = before + (indexes[before] === turn ? 1 : 0);
  const unread = indexes.slice(first, before).flatMap((index) => flow[index] ?? []);
  if (unread.length === 0 && latest.length > 0) return latest;
  const found = [...unread];
  let openUntilMs = unread.length === 0 ? Infinity : latestEnd(unread);
  for (let position = after; position < indexes.length; position += 1) {
    const later = at(position);
    if (later === undefined) break;
    const isOurs = later.startedAtMs < openUntilMs || (indexes[position] ?? 0) > lastReader;
    if (found.length > 0 && !(isOurs && later.startedAtMs < finishedAtMs)) break;
    found.push(later);
    openUntilMs = Math.max(openUntilMs, later.finishedAtMs ?? Infinity);
  }
  return found;
};

const latestEnd = (stages: readonly LedgerStage[]): number =>
  stages.reduce((latest, { finishedAtMs = Infinity }) => Math.max(latest, finishedAtMs), 0);

/** What stages that have finished had read of one name. */
interface Reading {
  /** Place in the flow of the last stage of that name that was read; -1 when none was. */
  readonly upTo: number;
  /** What the reader that began last had read. */
  readonly latest: readonly FlowStage[];
  /** Place in the flow of the last stage that declares it as an input; -1 when none does. What begins later waits for nobody else. */
  readonly lastReader: number;
}

export interface Readings {
  readonly finished: (reader: number) => void;
  readonly of: (name: string) => Reading;
}

/** Readers that share one list of inputs, of which `latest` began last. */
interface ReaderGroup {
  readonly inputs: readonly FlowStage[];
  latest: number;
}

export const createReadings = (flow: readonly FlowStage[]): Readings => {
  const byName = new Map<string, Omit<Reading, 'lastReader'> & { readonly group: ReaderGroup }>();
  const lastReaders = new Map(
    [...flow.entries()].flatMap(([position, { inputs = [] }]) => inputs.map((name) => [name, position])),
  );
  const positions = new Map(flow.map((stage, position) => [stage, position]));
  /** The last group that was looked through, if all its names were read last by it: another reader of it changes no more. */
  let leading: ReaderGroup | undefined;
  return {
    finished: (reader) => {
      const inputs = flow[reader]?.upstream ?? [];
      if (inputs.length === 0) return;
      if (leading?.inputs === inputs) {
        leading.latest = Math.max(leading.latest, reader);
        return;
      }
      const group: ReaderGroup = { inputs, latest: reader };
      let isLeading = true;
      for (const [name, stages] of byNameOf(inputs)) {
        const known = byName.get(name);
        const upTo = stages.reduce((last, stage) => Math.max(last, positions.get(stage) ?? -1), known?.upTo ?? -1);
        const isLatest = known === undefined || known.group.latest < reader;
        isLeading &&= isLatest;
        byName.set(name, {
          upTo,
          ...(isLatest ? { latest: stages, group } : { latest: known.latest, group: known.group }),
        });
      }
      leading = isLeading ? group : undefined;
    },
    of: (name) => ({ upTo: -1, latest: [], ...byName.get(name), lastReader: lastReaders.get(name) ?? -1 }),
  };
};

const byNameOf = (stages: readonly FlowStage[]): Iterable<readonly [string, readonly FlowStage[]]> => {
  const [first] = stages;
  if (first === undefined) return [];
  return stages.every(({ name }) => name === first.name)
    ? [[first.name, stages]]
    : Map.groupBy(stages, ({ name }) => name);
};
