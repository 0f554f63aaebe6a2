import {
  act,
  type AlertingSettings,
  decide,
  emptyWorld,
  type Decision,
  isUnchanged,
  type Look,
  type Moment,
  type Order,
  type Refusal,
  type World,
} from '@sightglass/model/alerting';
import type { StateQuery, StateStore } from '../../storage/state/state-store.ts';
import { storeChanges } from './store-changes.ts';
import { lockWorld, readWorld, withIncident } from './store-world.ts';

/** Another server leads now; what this one found is not stored. */
export class LeadLostError extends Error {
  readonly code = 'LEAD_LOST';
  constructor() {
    super('another server decides about alerts now; this one changes nothing any more');
  }
}

/** Alerts and incidents as they are stored; every change is one transaction, and those of several servers come one after the other. */
export interface StoredWorld {
  /** From now on only who has this number decides. */
  claim(): Promise<number>;
  /** Decides and stores what follows. `looksOf` gets the world as it is, to say what of it could not be judged. Raises LeadLostError. */
  decide(
    epoch: number,
    looksOf: (world: World) => readonly Look[],
    settings: AlertingSettings,
    now: Moment,
  ): Promise<Decision>;
  /** What a person does. */
  act(order: Order, nowMs: number): Promise<Decision | Refusal>;
}

/** So that what ended long ago is forgotten. */
const readAgainAfterMs = 3_600_000;
/** That it was decided is noted so often where nothing changes: who reads incidents sees whether they are of now. */
const noteDecidedMs = 60_000;

export const storedWorldIn = (state: StateStore): StoredWorld => {
  let known: { readonly version: number; readonly world: World; readonly readAtMs: number } | undefined;

  const current = async (query: StateQuery, nowMs: number) => {
    const guard = await lockWorld(query);
    const isKnown = known?.version === guard.version && nowMs - known.readAtMs < readAgainAfterMs;
    if (!isKnown) known = { version: guard.version, world: await readWorld(query, guard, nowMs), readAtMs: nowMs };
    return { guard, world: known?.world ?? emptyWorld };
  };

  /** What is known is kept only once it is stored. */
  const keeping = async <Result>(
    job: (query: StateQuery, keep: (version: number, world: World) => void) => Promise<Result>,
  ): Promise<Result> => {
    let next: typeof known;
    const result = await state.transaction((query) =>
      job(query, (version, world) => (next = { version, world, readAtMs: known?.readAtMs ?? 0 })),
    );
    known = next;
    return result;
  };

  return {
    async claim() {
      const [row] = await state.query<{ epoch: number }>('UPDATE alerting SET epoch = epoch + 1 RETURNING epoch');
      return row?.epoch ?? 0;
    },
    decide: (epoch, looksOf, settings, now) =>
      keeping(async (query, keep) => {
        const { guard, world } = await current(query, now.nowMs);
        if (guard.epoch !== epoch) throw new LeadLostError();
        const decision = decide(world, looksOf(world), settings, now);
        const isFirst = guard.beganAt === null;
        if (isUnchanged(decision.changes) && !isFirst) {
          const isLongAgo = now.nowMs - (guard.decidedAt?.getTime() ?? 0) >= noteDecidedMs;
          if (isLongAgo) await query('UPDATE alerting SET decided_at = $1', [new Date(now.nowMs)]);
          keep(guard.version, decision.world);
          return decision;
        }
        await storeChanges(query, decision.world, decision.changes);
        keep(guard.version + 1, decision.world);
        return decision;
      }),
    act: (order, nowMs) =>
      keeping(async (query, keep) => {
        const { guard, world: remembered } = await current(query, nowMs);
        const world = await withIncident(query, remembered, order.no);
        const done = act(world, order, nowMs);
        if ('refused' in done) {
          keep(guard.version, world);
          return done;
        }
        await storeChanges(query, done.world, done.changes);
        keep(guard.version + 1, done.world);
        return done;
      }),
  };
};
