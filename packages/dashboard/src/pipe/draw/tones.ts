import type { Tone } from '@sightglass/model';
import type { LeakKind } from './measure.ts';

export const leakTones: Record<LeakKind, Tone> = {
  rejected: 'bad',
  unmatched: 'warn',
  deduplicated: 'aside',
  filtered: 'aside',
};
