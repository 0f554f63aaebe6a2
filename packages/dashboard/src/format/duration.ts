import { agoInShort, formatDuration as durationWords } from '@sightglass/model';
import { noBreak } from './no-break.ts';

/** `340 ms`, `2.1 s`, `42 s`, `4 m 12 s`, `3 h 05 m`, `2 d 4 h`; without a break inside. */
export const formatDuration = (durationMs: number): string => noBreak(durationWords(durationMs));

/** `just now`, `3 m ago`; a time that lies ahead (a skewed clock) is `just now`. */
export const formatAgo = (at: number, now: number): string => noBreak(agoInShort(at, now));
