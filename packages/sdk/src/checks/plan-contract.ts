import { type Contract, expectationsOf } from '@sightglass/model/contract';
import { createBlockChecker } from './blocks/block-checker.ts';
import { type ContractSource, readContract } from './contract/read-contract.ts';
import { referenceKeys } from './references/reference-keys.ts';
import { sqlFacts } from './sql/sql-facts.ts';

/** Reads a contract as for a check of a file with all its columns. Raises ContractError when it cannot be used, SqlError when SQL cannot. */
export const planContract = async (source: ContractSource): Promise<Contract> => {
  const contract = readContract(source);
  const expectations = expectationsOf(contract);
  const contractFile = typeof source === 'string' ? source : undefined;
  createBlockChecker({
    type: 'csv',
    contract,
    expectations,
    dialect: { delimiter: 44, quote: 34, ownFields: 0 },
    profiles: false,
    keepsRows: false,
    header: contract.columns.map(({ name }) => name),
    references: await referenceKeys(expectations, { contract, contractFile, file: undefined }),
  });
  await sqlFacts(expectations, { contract, contractFile, file: undefined });
  return contract;
};
