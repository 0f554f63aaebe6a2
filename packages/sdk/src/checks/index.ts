export { checkFile } from './check-file.ts';
export type { CheckOptions } from './check-options.ts';
export { ContractError } from './contract/contract-error.ts';
export { readContract, type ContractSource } from './contract/read-contract.ts';
export { RejectFileError } from './rejects/reject-file.ts';
export { SourceError } from './source/source-error.ts';
