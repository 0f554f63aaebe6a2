import { setTimeout as delay } from 'node:timers/promises';
import type { Segment } from './segment.ts';

const pollMs = 100;

/** Resolves when none of these segments, nor a part of one, is among those that there are; raises what `signal` was aborted with. */
export const untilGone = async (
  segments: readonly Pick<Segment, 'id'>[],
  there: () => readonly Pick<Segment, 'id'>[],
  signal: AbortSignal,
): Promise<void> => {
  const wanted = new Set(segments.map(({ id }) => wholeId(id)));
  while (there().some(({ id }) => wanted.has(wholeId(id)))) {
    signal.throwIfAborted();
    await delay(pollMs);
  }
};

/** Of a part, or of one inserted again, the segment it is of; its time may differ. */
const wholeId = (id: string): string => (id.split('.')[0] ?? id).replace(/-\d{13}-/, '-');
