import type { Stage } from '@sightglass/sdk';
import { dropContract } from '../drops/contract.ts';
import type { Drop } from '../drops/drop.ts';

/** Where the lines of a drop go. */
export interface CheckedFiles {
  readonly accepted: string;
  /** As they were delivered, each with its line and what it broke; no file when there are none. */
  readonly rejects: string;
}

export class ContractBrokenError extends Error {
  override readonly name = 'ContractBrokenError';
  readonly code = 'FLIGHTS_CONTRACT_BROKEN';
}

/** Parts the lines that keep the contract from the others. So many others that the contract fails, and it is the wrong file. */
export const validate = async (stage: Stage, { path, day }: Drop, files: CheckedFiles): Promise<void> => {
  const report = await stage.check(path, dropContract(day), { ...files, profiles: false });
  if (report.status !== 'fail') return;
  const broken = report.results.filter(({ status }) => status === 'fail').map(({ message }) => message);
  throw new ContractBrokenError(`${path} breaks its contract: ${broken.join('; ')}. Is it the drop of ${day}?`);
};
