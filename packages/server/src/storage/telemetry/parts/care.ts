import { repeatedly } from '../../../schedule/repeatedly.ts';
import type { CareParts, KeptSegment } from './care-parts.ts';
import { activeParts } from './facts-parts.ts';
import { createDoubt, judgeParts } from './judge-parts.ts';
import { conclude, nothingKnown, partsToCheck } from './kept-rule.ts';
import type { Part } from './part.ts';
import { putAside } from './part-files.ts';
import { createRestorer } from './restore.ts';
import { correctSums } from './rollups.ts';

export interface PartCare extends AsyncDisposable {
  /** What cannot be read now and is being put right, in words; undefined when nothing is. */
  readonly trouble: string | undefined;
  /** Looks after the parts at once: a query has failed as it does where files are damaged. */
  wake(): void;
}

const usualIntervalMs = 3_000;
const longestEndMs = 2_000;

/**
 * Proves again and again that what was inserted can be read, and deletes kept segments then. Parts that cannot be read are put aside while the
 * engine is down, so that it finds what they were merged from; what is missing after that comes back from kept segments; what does not is a loss.
 */
export const startPartCare = <Segment extends KeptSegment>(parts: CareParts<Segment>): PartCare => {
  const { telemetry, kept, events, intervalMs = usualIntervalMs } = parts;
  const restorer = createRestorer(parts);
  let knowledge = nothingKnown;
  let trouble: string | undefined;
  let areSumsRight = false;
  let readFailed = false;
  const isInDoubt = createDoubt(parts);

  const turn = async (): Promise<number> => {
    const mayBeDamaged = (await isInDoubt()) || readFailed;
    if (readFailed) knowledge = nothingKnown;
    readFailed = false;
    const keptBefore = kept.all();
    const listed = await activeParts(telemetry);
    const { broken, unclear } = await judgeParts(parts, partsToCheck(knowledge, listed), mayBeDamaged);
    if (broken.length > 0) await repair(broken);
    const hasUnexplained = await restorer.explain();
    const { knowledge: next, release } = conclude({ keptBefore, parts: listed, broken, unclear, hasUnexplained });
    knowledge = next;
    await kept.release(release);
    if (broken.length > 0 || restorer.hasChanged()) areSumsRight = false;
    if (!areSumsRight && !hasUnexplained && broken.length === 0 && kept.isSettled()) await correct();
    trouble = hasUnexplained ? 'stored telemetry was damaged and is being restored from what is kept' : undefined;
    return broken.length > 0 || hasUnexplained ? intervalMs / 3 : kept.all().length > 0 ? intervalMs : 2 * intervalMs;
  };

  const repair = async (broken: readonly Part[]): Promise<void> => {
    const names = broken.map(({ table, name }) => `${table}/${name}`);
    trouble = `parts of the stored telemetry cannot be read and are being restored: ${names.slice(0, 3).join(', ')}`;
    events.partsBroken(names);
    restorer.expect(broken);
    knowledge = nothingKnown;
    await parts.restartEngine(`had damaged files (${names.slice(0, 3).join(', ')})`, () => putAside(broken));
  };

  const correct = async (): Promise<void> => {
    const days = await kept.whileStill(() => correctSums(telemetry));
    areSumsRight = true;
    if (days.length > 0) events.sumsCorrected(days);
  };

  const looking = repeatedly(turn, { againInMs: intervalMs, onError: events.careFailed });
  return {
    get trouble() {
      return trouble;
    },
    wake() {
      readFailed = true;
      looking.soon();
    },
    async [Symbol.asyncDispose]() {
      const ended = looking[Symbol.asyncDispose]();
      await Promise.race([ended, new Promise((resolve) => setTimeout(resolve, longestEndMs).unref())]);
    },
  };
};
