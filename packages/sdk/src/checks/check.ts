/** What a check needs, and no more of this package: for programs that are to start quickly. */
export { checkFile } from './check-file.ts';
export type { CheckOptions } from './check-options.ts';
export { ContractError } from './contract/contract-error.ts';
export { HistoryError } from './drift/history-error.ts';
export { RejectFileError } from './rejects/reject-file.ts';
export { SourceError } from './source/source-error.ts';
export { SqlError } from './sql/sql-error.ts';
