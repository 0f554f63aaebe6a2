import { readFile, rename, writeFile } from 'node:fs/promises';
import { join } from 'node:path';

/** Telemetry that was accepted and can neither be read nor be restored. */
export interface Loss {
  readonly table: string;
  /** When it was found out, RFC 3339. */
  readonly foundAt: string;
  /** When what is lost had arrived, RFC 3339; null where that is not known. */
  readonly from: string | null;
  readonly to: string | null;
  /** About so many; null where nobody knows. */
  readonly records: number | null;
  /** Where the damaged files lie now. */
  readonly folder: string;
}

/** Read from its file whenever it is looked at: whoever has seen to a loss takes it out there. */
export interface LossBook {
  /** Oldest first. */
  all(): Promise<readonly Loss[]>;
  add(loss: Loss): Promise<void>;
}

const lossFile = 'losses.json';
const mostLosses = 200;

/** The losses of a data folder, in a file that people and `doctor` can read without the server. */
export const openLossBook = (dataDir: string): LossBook => {
  const file = join(dataDir, lossFile);
  return {
    all: () => readLosses(file),
    async add(loss) {
      const others = (await readLosses(file)).filter(({ folder }) => folder !== loss.folder);
      await writeFile(`${file}.new`, `${JSON.stringify([...others, loss].slice(-mostLosses), undefined, 2)}\n`, {
        flush: true,
      });
      await rename(`${file}.new`, file);
    },
  };
};

const readLosses = async (file: string): Promise<readonly Loss[]> => {
  try {
    const read: unknown = JSON.parse(await readFile(file, 'utf8'));
    return Array.isArray(read) ? (read as Loss[]) : [];
  } catch {
    return [];
  }
};

/** The state, which is no table of telemetry. */
const stateTable = 'state';

/** A state that was damaged and lies in `folder`. */
export const stateLoss = (folder: string, at: Date): Loss => ({
  table: stateTable,
  foundAt: at.toISOString(),
  from: null,
  to: null,
  records: null,
  folder,
});

/** What was lost, where and when, in one or two sentences. */
export const lossWords = ({ table, records, from, to, folder, foundAt }: Loss): string => {
  if (table === stateTable)
    return `The state was damaged and set aside on ${foundAt} in ${folder}; a new one was begun. Positions in audit tables, what was known of databases, APIs isolated by a person, people, their tokens and the access log are forgotten. To restore it, stop the server and put a backup of the folder "state" in its place.`;
  const many = records === null ? 'An unknown number of' : `About ${records}`;
  const when = from === null ? '' : ` that arrived between ${from} and ${to}`;
  return `${many} records of ${table} are lost${when}: their files were damaged, and nothing was kept to restore them from. The files lie in ${folder}.`;
};

/** The same for everybody, without the folder, and in detail. */
export const lossTrouble = (loss: Loss): { readonly words: string; readonly detail: string } => ({
  words: lossWords({ ...loss, folder: 'a folder of the server' }),
  detail: lossWords(loss),
});
