import { fileURLToPath } from 'node:url';
import { readContract, type ContractSource } from '@sightglass/sdk/checks';

const contractFile = fileURLToPath(new URL('../../contract.yaml', import.meta.url));

/** What the drop of `day` (`YYYY-MM-DD`) must look like: `contract.yaml`, and every flight is of that day. */
export const dropContract = (day: string): Exclude<ContractSource, string> => {
  const contract = readContract(contractFile);
  const ofDay = { min: `${day}T00:00:00`, max: `${day}T23:59:59` };
  const columns = contract.columns.map((column) => (column.name === 'date' ? { ...column, ...ofDay } : column));
  return { ...contract, columns };
};
