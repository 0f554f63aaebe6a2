import { emptyLedger, type Ledger } from '@sightglass/model';
import type { StagePlan } from '../catalogue/types.ts';
import type { Chance } from '../random.ts';
import { type Failure, isAway, type StoryTime, type Trouble } from '../story/stories.ts';
import type { SimulatedStage } from './simulated-run.ts';

/** Between one stage and the next. */
const pauseMs = 20;
/** A database that is away is asked again for so long before the stage gives up. */
const givesUpAfterMs = 45_000;

interface Work {
  readonly plans: readonly StagePlan[];
  readonly startMs: number;
  readonly durationMs: number;
  readonly rows: number;
  readonly trouble: Trouble;
  readonly time: StoryTime;
}

/** The stages of a run one after the other, each reading what the one before it wrote; the last is the one that failed, if any did. */
export const stagesOf = (
  { plans, startMs, durationMs, rows, trouble, time }: Work,
  chance: Chance,
): SimulatedStage[] => {
  const stages: SimulatedStage[] = [];
  const rejecting = plans.find(({ rejects }) => rejects !== undefined);
  let [atMs, waiting] = [startMs + pauseMs, rows];
  for (const [index, plan] of plans.entries()) {
    const waitsMs = index === 0 ? (trouble.waitsMs ?? 0) : 0;
    const usualMs = Math.max(20, Math.round(durationMs * plan.share + waitsMs));
    const failure = failureIn(plan, index === plans.length - 1, trouble, time, atMs);
    const read = failure === undefined ? waiting : 0;
    const { rows: ledger, reasons } = ledgerOf(
      plan,
      read,
      plan === rejecting ? trouble.rejectedShare : undefined,
      chance,
    );
    const stage = { plan, id: chance.hex(16), startMs: atMs, rows: ledger, reasons };
    if (failure !== undefined) {
      stages.push({ ...stage, endMs: atMs + Math.min(usualMs, givesUpAfterMs), state: 'failed', failure });
      break;
    }
    stages.push({ ...stage, endMs: atMs + usualMs, state: 'succeeded' });
    atMs += usualMs + pauseMs;
    waiting = ledger.written;
  }
  return stages;
};

const failureIn = (
  { database }: StagePlan,
  isLast: boolean,
  { failure }: Trouble,
  time: StoryTime,
  atMs: number,
): Failure | undefined => {
  if (database !== undefined && isAway(database.of, time, atMs)) {
    const { address, port } = database.of;
    return { type: 'ECONNREFUSED', message: `connect ECONNREFUSED ${address}:${port}` };
  }
  return isLast ? failure : undefined;
};

const ledgerOf = (
  plan: StagePlan,
  read: number,
  rejectedShare: number | undefined,
  chance: Chance,
): { readonly rows: Ledger; readonly reasons: Readonly<Record<string, number>> } => {
  const countOf = (share: number): number => Math.floor(read * share * chance.between(0.8, 1.2) + chance.next());
  const reasons = Object.fromEntries(
    Object.entries(plan.rejects ?? {})
      .map(([reason, share], index) => [reason, countOf(index === 0 ? (rejectedShare ?? share) : share)] as const)
      .filter(([, rows]) => rows > 0 && read > 0),
  );
  if (read === 0) return { rows: emptyLedger, reasons: {} };
  const rejected = Object.values(reasons).reduce((sum, rows) => sum + rows, 0);
  const leaks = {
    rejected,
    filtered: countIf(plan.filters, countOf),
    deduplicated: countIf(plan.deduplicates, countOf),
    unmatched: countIf(plan.unmatched, countOf),
  };
  const left = read - leaks.rejected - leaks.filtered - leaks.deduplicated - leaks.unmatched;
  const written = plan.groups === undefined ? left : Math.max(1, Math.round(left * plan.groups));
  return { rows: { read, written, ...leaks }, reasons };
};

const countIf = (share: number | undefined, countOf: (share: number) => number): number =>
  share === undefined ? 0 : countOf(share);
