import { readFile } from 'node:fs/promises';
import { sanitiseSql, type DatabaseSystem } from '@sightglass/model';
import { sampleSections, type SampleRow } from '@sightglass/model/rest';
import { cellOf } from '../engines/cell.ts';
import type { Session } from '../engines/engine.ts';
import { failureOf } from '../thread/failure.ts';
import type { Progress } from '../thread/progress.ts';

const folders: Readonly<Partial<Record<DatabaseSystem, string>>> = {
  postgresql: 'postgresql',
  'microsoft.sql_server': 'sqlserver',
};

export const isSampled = (system: DatabaseSystem): boolean => folders[system] !== undefined;

/** Asks one question after the other; what one login may not see, or is not there, hides nothing else. */
export const readSections = async (
  system: DatabaseSystem,
  { query }: Session,
  report: (progress: Progress) => void,
): Promise<void> => {
  for (const section of sampleSections) {
    const text = await readFile(new URL(`../../sql/${folders[system]}/${section}.sql`, import.meta.url), 'utf8');
    try {
      report({ kind: 'section', section, rows: (await query(text)).map(withoutData) });
    } catch (error) {
      report({ kind: 'section-failed', section, message: failureOf(error).message });
    }
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
