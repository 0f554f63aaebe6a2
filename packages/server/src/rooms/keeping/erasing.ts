import { randomUUID } from 'node:crypto';
import type { Erasure, ErasureReceipt } from '@sightglass/model/rest';
import { RequestError } from '../../http/errors.ts';
import { messageOf } from '../../events/own-telemetry.ts';
import type { LegalHolds } from '../../storage/state/legal-holds.ts';
import { eraseRows, type ErasureParts, findHeld, findRows } from '../../storage/telemetry/erasure/erase.ts';
import type { ErasureWish } from '../../storage/telemetry/erasure/plan.ts';
import { forNobody } from '../../storage/telemetry/reader.ts';
import { conditionOf } from '../../storage/telemetry/retention/held.ts';
import { filesSetAside } from './files-set-aside.ts';
import type { Erasures } from './store-erasures.ts';

export interface ErasingParts extends ErasureParts {
  readonly holds: Pick<LegalHolds, 'standing'>;
  readonly erasures: Erasures;
  readonly dataDir: string;
  /** Hard links of a backup keep what is erased on disk. */
  readonly isBackingUp: () => boolean;
}

/** One at a time; it goes on when who asked for it has left. */
export const createErasing = (parts: ErasingParts) => {
  const { telemetry, erasures } = parts;
  let latest: Erasure | undefined;

  const run = async (wish: ErasureWish, running: Erasure, { by, record, together }: Asking): Promise<void> => {
    const { id, found } = running;
    let erased: ErasureReceipt['erased'] | undefined;
    try {
      await parts.untilStored();
      await refuseHeld(parts, wish); // what was not in the engine yet may be on hold, and a hold may have been placed
      erased = await eraseRows(parts, wish);
      const receipt: ErasureReceipt = {
        id,
        at: new Date().toISOString(),
        by,
        findHash: await erasures.hashOf(wish.find),
        hasAttribute: wish.attribute !== undefined,
        erased,
        alsoIn: [...(await erasures.rowsWith(wish.find)), ...(await filesSetAside(parts.dataDir))],
        backups: await erasures.backups(),
      };
      await together(async () => {
        await erasures.add(receipt);
        await record({ action: 'telemetry.erased', target: id, after: { findHash: receipt.findHash, erased } });
      });
      latest = { id, state: 'done', found, receipt, failure: null };
    } catch (error) {
      const failure = erased === undefined ? messageOf(error) : unkept(erased, error);
      latest = { id, state: 'failed', found, receipt: null, failure };
      await record({ action: 'telemetry.erasing-failed', target: id, after: { failure } }).catch(() => {});
    }
  };

  return {
    count: (wish: ErasureWish): Promise<Erasure> =>
      forNobody(async () => ({
        ...nothingYet,
        id: '',
        state: 'counted' as const,
        found: await findRows(telemetry, wish),
      })),

    /** The engine has a part in it, so the intention is recorded first: what cannot be recorded is not done. Raises RequestError 409. */
    async begin(wish: ErasureWish, asking: Asking): Promise<Erasure> {
      if (latest?.state === 'running') throw refused('Another erasure goes on. Try again when it has ended.');
      if (parts.isBackingUp())
        throw refused('A backup is being taken, which would keep what is erased on disk. Try again when it has ended.');
      const running: Erasure = { ...nothingYet, id: randomUUID(), state: 'running' };
      latest = running;
      try {
        await refuseHeld(parts, wish);
        latest = { ...running, found: await forNobody(() => findRows(telemetry, wish)) };
        const after = { findHash: await erasures.hashOf(wish.find), hasAttribute: wish.attribute !== undefined };
        await asking.record({ action: 'telemetry.erasing', target: running.id, after });
      } catch (error) {
        latest = undefined;
        throw error;
      }
      void run(wish, latest, asking);
      return latest;
    },
    find: (id: string): Erasure | undefined => (latest?.id === id ? latest : undefined),
    list: erasures.list,
  };
};
export type Erasing = ReturnType<typeof createErasing>;

/** Who asks, and how what is done is recorded. */
export interface Asking {
  readonly by: string;
  readonly record: (entry: {
    readonly action: string;
    readonly target: string;
    readonly after: object;
  }) => Promise<void>;
  /** Makes changes of the state one. */
  readonly together: (job: () => Promise<void>) => Promise<void>;
}

const nothingYet = { found: [], receipt: null, failure: null };

const refuseHeld = async ({ telemetry, holds }: ErasingParts, wish: ErasureWish): Promise<void> => {
  const standing = await holds.standing();
  if (standing.length === 0) return;
  const held = await findHeld(telemetry, wish, conditionOf(standing, 'Timestamp'));
  if (held === 0) return;
  throw refused(
    `${held} records that hold it are on legal hold. Release the hold first (Settings, Retention), or narrow what is erased.`,
  );
};

const unkept = (erased: ErasureReceipt['erased'], error: unknown): string =>
  `It is erased from ${erased.length === 0 ? 'no table' : erased.map(({ table }) => table).join(', ')}, but the receipt could not be kept: ${messageOf(error)} Erase it once more to get one.`;

const refused = (message: string): RequestError => new RequestError('ERASURE_REFUSED', 409, message);
