export * from './attributes.ts';
export * from './audit-columns.ts';
export * from './count-words.ts';
export { databaseErrorKind } from './database/database-error.ts';
export { databaseMessageKind } from './database/database-message.ts';
export {
  databaseSystems,
  type DatabaseErrorClass,
  type DatabaseErrorKind,
  type DatabaseSystem,
} from './database/error-kind.ts';
export { sanitiseSql } from './database/sanitise-sql.ts';
export * from './call-error.ts';
export * from './call-problem.ts';
export * from './dependency.ts';
export * from './events.ts';
export * from './ids.ts';
export * from './ledger-stage.ts';
export * from './ledger-words.ts';
export * from './ledger.ts';
export * from './log-query.ts';
export { nearest } from './nearest.ts';
export * from './policy-words.ts';
export * from './regression-words.ts';
export * from './run-database-words.ts';
export * from './run-doubts.ts';
export * from './run-ledger.ts';
export * from './run-state.ts';
export * from './run-verdict.ts';
export * from './severity.ts';
export * from './shown-state.ts';
export { findTraceparent } from './traceparent.ts';
export * from './unexplained.ts';
export { unknownInputs, withoutUnknownInputs, type UnknownInput } from './unknown-inputs.ts';
export * from './visible-line.ts';
