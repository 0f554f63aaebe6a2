import { sentenceCase } from '@sightglass/model';
import type { SampledDatabase } from '@sightglass/model/rest';

/** Sentences about the sections of a sample that are not there: those with one reason are named together. */
export const unavailableWords = (unavailable: SampledDatabase['unavailable']): string[] => {
  const byReason = Map.groupBy(Object.entries(unavailable), ([, why]) => why);
  return [...byReason].map(([why, sections]) => {
    const names = sections.map(([section]) => (section === 'database' ? 'load figures' : section));
    return `${sentenceCase(listed(names))} are not available: ${why}`;
  });
};

/** `sessions, waits and locks` */
const listed = (names: readonly string[]): string =>
  names.length < 2 ? names.join('') : `${names.slice(0, -1).join(', ')} and ${names.at(-1)}`;
