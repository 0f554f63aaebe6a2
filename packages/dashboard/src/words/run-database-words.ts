import { databaseTroubles } from '@sightglass/model';
import type { RunDatabase } from '@sightglass/model/rest';
import { formatDuration } from '../format/duration.ts';
import { countOf } from '../format/number.ts';

/** What went wrong for a run in one database, in parts; empty when nothing did. */
export const sayTroubles = (database: RunDatabase): string[] =>
  databaseTroubles(database, { duration: formatDuration, counted: countOf });
