import type { CheckReport, ContractInput } from '@sightglass/model/contract';
import type { CheckOptions } from './check-options.ts';
import type { Examined } from './check-file.ts';
import type { ContractSource } from './contract/read-contract.ts';

/** A contract in code; it is checked when it is used. */
export const defineContract = <const T extends ContractInput>(contract: T): T => contract;

/** {@link import('./check-file.ts').checkFile}, loaded with its first use. */
export const checkFile = async (
  file: string,
  contract?: ContractSource,
  options: CheckOptions = {},
): Promise<CheckReport> => (await import('./check-file.ts')).checkFile(file, contract, options);

/** The same, with what later files are compared with. */
export const examineFile = async (
  file: string,
  contract: ContractSource | undefined,
  options: CheckOptions,
): Promise<Examined> => (await import('./check-file.ts')).examineFile(file, contract, options);
