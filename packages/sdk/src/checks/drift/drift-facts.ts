import { resolve } from 'node:path';
import type { CheckStatus, Contract, FileProfile } from '@sightglass/model/contract';
import type { ColumnState } from '../profile/column-state.ts';
import { columnDigests } from './file-profile.ts';
import type { DriftFacts } from './find-drift.ts';
import { type History, openHistory } from './history.ts';
import { HistoryUnreachableError } from './history-error.ts';
import type { ServerHistory } from './server-history.ts';

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

/** A folder, or the server: `server` for the one that the SDK sends to. */
export type HistoryPlace = string | ServerHistory;

const inServer = 'server';

const historyAt = async (place: HistoryPlace, contract: string): Promise<History> => {
  if (typeof place === 'string' && place !== inServer) return openHistory(place, contract);
  const { openServerHistory } = await import('./server-history.ts');
  return openServerHistory(typeof place === 'string' ? {} : place, contract);
};

/** What is known of a file, and with what it is compared. Raises HistoryError. */
export const driftFacts = async (place: HistoryPlace | undefined, read: ReadFile): Promise<DriftFacts> => {
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
  const most = contract.table.drift?.files;
  if (place === undefined || most === undefined) return { profile, earlier: undefined };
  const history = await historyAt(place, contractName);
  try {
    return { profile, earlier: await history.read(most, profile) };
  } catch (error) {
    if (!(error instanceof HistoryUnreachableError)) throw error;
    return { profile, earlier: undefined, unreachable: error.message };
  }
};

/** What later files are compared with: undefined for a file that failed, unless the contract includes those. */
export const profileToKeep = (
  facts: DriftFacts | undefined,
  status: CheckStatus,
  { table: { drift } }: Contract,
): FileProfile | undefined => (status === 'fail' && drift?.includeFailed !== true ? undefined : facts?.profile);

/** Makes a file part of the history. Raises HistoryError. */
export const addToHistory = async (place: HistoryPlace, contractName: string, profile: FileProfile): Promise<void> =>
  (await historyAt(place, contractName)).add(profile);
