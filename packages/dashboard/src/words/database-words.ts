import type { Tone } from '@sightglass/model';
import type { CheckOutcome } from '@sightglass/model/rest';

/** What came out of a check of a database. */
export const outcomeWords = {
  well: { word: 'passed', tone: 'fluid' },
  poor: { word: 'slow, or its certificate expires soon', tone: 'warn' },
  failed: { word: 'failed', tone: 'bad' },
} as const satisfies Record<CheckOutcome, { word: string; tone: Tone }>;
