import { mkdir, rename, rm } from 'node:fs/promises';
import { basename, join } from 'node:path';
import type { CareParts, KeptSegment } from './care-parts.ts';
import type { Loss } from './losses.ts';
import type { BrokenPart } from './part.ts';

type QuarantineParts = Pick<CareParts<KeptSegment>, 'dataDir' | 'losses' | 'events'>;

/** Books what cannot be restored, and moves its files where the engine does not look for them. */
export const bookLoss = async (
  { dataDir, losses, events }: QuarantineParts,
  part: BrokenPart,
  records: number | null,
): Promise<void> => {
  const quarantine = join(dataDir, 'engine-quarantine', part.table);
  const folder = join(quarantine, basename(part.path));
  const loss: Loss = {
    table: part.table,
    foundAt: new Date().toISOString(),
    from: timeOf(part.fromMs),
    to: timeOf(part.toMs),
    records,
    folder,
  };
  await losses.add(loss);
  await mkdir(quarantine, { recursive: true });
  await rm(folder, { recursive: true, force: true });
  await rename(part.path, folder);
  events.recordsLost(loss);
};

/** All it held is elsewhere. */
export const forgetPart = ({ path }: BrokenPart): Promise<void> => rm(path, { recursive: true, force: true });

const timeOf = (ms: number | undefined): string | null => (ms === undefined ? null : new Date(ms).toISOString());
