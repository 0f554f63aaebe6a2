import { readFile } from 'node:fs/promises';
import { sampleSections, sanitiseSql, type DatabaseSystem } from '@sightglass/model';
import type { SampleRow } from '@sightglass/model/rest';
import { cellOf } from '../engines/cell.ts';
import type { Session } from '../engines/engine.ts';
import { failureOf } from '../thread/failure.ts';
import type { Progress } from '../thread/progress.ts';
import { hiddenWords, readRights, refusalWords, type Rights } from './rights.ts';

const folders: Readonly<Partial<Record<DatabaseSystem, string>>> = {
  postgresql: 'postgresql',
  'microsoft.sql_server': 'sqlserver',
};

export const isSampled = (system: DatabaseSystem): boolean => folders[system] !== undefined;

/**
 * Reads one section after the other; what one login may not see, or is not there, hides nothing else. A section of which the database
 * would hide a part without a word is not read: that nobody waits is said only where others are seen.
 */
export const readSections = async (
  system: DatabaseSystem,
  { query }: Session,
  report: (progress: Progress) => void,
): Promise<void> => {
  const rights = await rightsOf(system, query);
  for (const section of sampleSections) {
    const refused = (message: string): void => report({ kind: 'section-failed', section, message });
    if (rights.hidden.includes(section)) {
      refused(rights.why);
      continue;
    }
    const text = await readFile(new URL(`../../sql/${folders[system]}/${section}.sql`, import.meta.url), 'utf8');
    try {
      report({ kind: 'section', section, rows: (await query(text)).map(withoutData) });
    } catch (error) {
      refused(refusalWords(failureOf(error), section, rights.grant));
    }
  }
};

interface KnownRights extends Rights {
  /** Why the hidden sections are. */
  readonly why: string;
}

/** Where the rights cannot be read, no section is shown that they may cut. */
const rightsOf = async (system: DatabaseSystem, query: Session['query']): Promise<KnownRights> => {
  try {
    const rights = await readRights(system, query);
    return { ...rights, why: hiddenWords(rights.grant) };
  } catch (error) {
    const { message } = failureOf(error);
    const hidden = ['sessions', 'blockers', 'waits', 'transactions'] as const;
    return { hidden, grant: '', why: `whether this login sees the sessions of others is not known: ${message}` };
  }
};

/** Statements of other people hold their data. */
const withoutData = (row: Readonly<Record<string, unknown>>): SampleRow =>
  Object.fromEntries(
    Object.entries(row).map(([name, value]) => [
      name,
      name.endsWith('statement') && typeof value === 'string' ? sanitiseSql(value) : cellOf(value),
    ]),
  );
