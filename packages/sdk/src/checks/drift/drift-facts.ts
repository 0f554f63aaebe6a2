import { resolve } from 'node:path';
import type { Contract } from '@sightglass/model/contract';
import type { ColumnState } from '../profile/column-state.ts';
import { columnDigests, type FileProfile } from './file-profile.ts';
import type { DriftFacts } from './find-drift.ts';
import { openHistory } from './history.ts';

/** A file that has been read. */
export interface ReadFile {
  readonly file: string;
  readonly contract: Contract;
  /** What the contract is called in the history. */
  readonly contractName: string;
  readonly bytes: number;
  readonly modifiedAt: Date;
  readonly now: Date;
  readonly rows: number;
  /** All columns that were read, and those the file has. */
  readonly names: readonly string[];
  readonly present: ReadonlySet<string>;
  readonly states: readonly ColumnState[];
}

/** What the file is compared with; it becomes part of the history then. Undefined without one. Raises HistoryError. */
export const driftFacts = async (folder: string | undefined, read: ReadFile): Promise<DriftFacts | undefined> => {
  if (folder === undefined) return undefined;
  const { contract, contractName, names, present, states, rows, bytes, modifiedAt, now } = read;
  const profile: FileProfile = {
    version: 1,
    file: resolve(read.file),
    bytes,
    modifiedAt: modifiedAt.toISOString(),
    checkedAt: now.toISOString(),
    rows,
    columns: columnDigests(names, states, rows, contract).filter(({ name }) => present.has(name)),
  };
  const history = openHistory(folder, contractName);
  const earlier = await history.read(contract.table.drift?.files ?? 0, profile);
  await history.add(profile);
  return { profile, earlier };
};
