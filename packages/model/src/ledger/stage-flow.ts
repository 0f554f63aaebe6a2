import { firstIndex } from './first-index.ts';
import type { FlowStage, LedgerStage } from './ledger-stage.ts';
import { createReadings, stagesNamed, type Readings } from './stage-readings.ts';

type OpenFlowStage = LedgerStage & { upstream: readonly FlowStage[] };

/** Finds what each stage reads from, as {@link rollUpLedger} says; `stages` in the order they began. */
export const connectStages = (stages: readonly LedgerStage[]): FlowStage[] => {
  const flow = stages.map((stage): OpenFlowStage => ({ ...stage, upstream: [] }));
  const names = indexNames(flow);
  const ends = endsByTurn(flow);
  const offers = createOffers();
  const readings = createReadings(flow);
  const shared = createSharedLists<FlowStage>();
  for (const [turn, stage] of flow.entries()) {
    for (const ended of ends.get(turn) ?? []) {
      offers.finished(ended, flow[ended]);
      readings.finished(ended);
    }
    stage.upstream = shared(upstreamOf(stage, turn, flow, names, offers, readings));
  }
  return flow;
};

/** Where in the flow the stages of one name stand, ascending. */
type Names = ReadonlyMap<string, readonly number[]>;

const indexNames = (flow: readonly FlowStage[]): Names => Map.groupBy(flow.keys(), (index) => flow[index]?.name ?? '');

const upstreamOf = (
  stage: FlowStage,
  turn: number,
  flow: readonly FlowStage[],
  names: Names,
  offers: Offers,
  readings: Readings,
): readonly FlowStage[] => {
  const named = (inputs: Iterable<string>): readonly FlowStage[] => {
    const lists = [...new Set(inputs)].map((name) => stagesNamed(names.get(name) ?? [], turn, flow, readings.of(name)));
    return lists.length === 1 ? (lists[0] ?? []) : lists.flat();
  };
  if (stage.inputs !== undefined) return named(stage.inputs);
  const namesake = flow[names.get(stage.name)?.[0] ?? turn];
  if (namesake !== undefined && namesake !== stage && wasFinished(namesake, stage)) {
    return named(namesake.upstream.map(({ name }) => name));
  }
  return offers.open();
};

const wasFinished = (candidate: LedgerStage, stage: LedgerStage): boolean =>
  candidate.finishedAtMs !== undefined && candidate.finishedAtMs <= stage.startedAtMs;

/** Stages (by index) grouped by the turn of the first later stage that began after they had finished. */
const endsByTurn = (flow: readonly FlowStage[]): ReadonlyMap<number, readonly number[]> =>
  Map.groupBy(flow.keys(), (index) => {
    const finishedAtMs = flow[index]?.finishedAtMs ?? Infinity;
    const turn = firstIndex(flow.length, (at) => (flow[at]?.startedAtMs ?? 0) >= finishedAtMs);
    return Math.max(turn, index + 1);
  });

/** Stages that have finished and fed nobody that has finished too. */
interface Offers {
  readonly finished: (turn: number, stage: FlowStage | undefined) => void;
  /** In the order they began; the same list until another stage has finished. */
  readonly open: () => readonly FlowStage[];
}

const createOffers = (): Offers => {
  const offered = new Map<FlowStage, number>();
  const consumed = new Set<FlowStage>();
  const consumedLists = new Set<readonly FlowStage[]>();
  let open: readonly FlowStage[] | undefined;
  return {
    finished: (turn, stage) => {
      if (stage === undefined) return;
      open = undefined;
      if (!consumed.has(stage)) offered.set(stage, turn);
      if (consumedLists.has(stage.upstream)) return;
      consumedLists.add(stage.upstream);
      for (const input of stage.upstream) {
        consumed.add(input);
        offered.delete(input);
      }
    },
    open: () => (open ??= [...offered].sort(([, a], [, b]) => a - b).map(([stage]) => stage)),
  };
};

/** Answers the list it was given before when that holds the same things in the same order. */
const createSharedLists = <Item>() => {
  const known = new Map<Item | undefined, (readonly Item[])[]>();
  return (list: readonly Item[]): readonly Item[] => {
    const beginAlike = known.get(list[0]) ?? [];
    const same = beginAlike.find((other) => other === list || isSame(other, list));
    if (same !== undefined) return same;
    known.set(list[0], [...beginAlike, list]);
    return list;
  };
};

const isSame = <Item>(a: readonly Item[], b: readonly Item[]): boolean =>
  a.length === b.length && a.every((item, index) => item === b[index]);
