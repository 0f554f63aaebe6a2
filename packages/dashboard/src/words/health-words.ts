import type { DatabaseSystem } from '@sightglass/model';
import type { CheckOutcome, DependencyState } from '@sightglass/model/rest';
import type { Tone } from './state-words.ts';

/** What the health of a database is called, and which role colours it; the glyph is drawn by `HealthGlyph`. */
export const healthWords = {
  up: { word: 'Up', tone: 'fluid' },
  degraded: { word: 'Degraded', tone: 'warn' },
  down: { word: 'Down', tone: 'bad' },
  unknown: { word: 'Not asked yet', tone: 'aside' },
} as const satisfies Record<DependencyState, { word: string; tone: Tone }>;

export const outcomeWords = {
  well: { word: 'well', tone: 'fluid' },
  poor: { word: 'slow, or its certificate expires', tone: 'warn' },
  failed: { word: 'failed', tone: 'bad' },
} as const satisfies Record<CheckOutcome, { word: string; tone: Tone }>;

export const systemNames: Readonly<Record<DatabaseSystem, string>> = {
  postgresql: 'PostgreSQL',
  'microsoft.sql_server': 'SQL Server',
  mysql: 'MySQL',
};
