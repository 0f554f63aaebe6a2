export * from './telemetry/attributes.ts';
export * from './telemetry/audit-columns.ts';
export * from './telemetry/events.ts';
export * from './telemetry/ids.ts';
export * from './telemetry/run-state.ts';
export * from './telemetry/severity.ts';
export { findTraceparent } from './telemetry/traceparent.ts';
export { databaseErrorKind } from './database/database-error.ts';
export { databaseMessageKind } from './database/database-message.ts';
export {
  databaseSystems,
  type DatabaseErrorClass,
  type DatabaseErrorKind,
  type DatabaseSystem,
} from './database/error-kind.ts';
export { sanitiseSql } from './database/sanitise-sql.ts';
export * from './external-api/api-state.ts';
export * from './external-api/api-words.ts';
export * from './external-api/call-error.ts';
export * from './external-api/call-problem.ts';
export * from './external-api/calls.ts';
export * from './external-api/error-words.ts';
export * from './external-api/held-times.ts';
export * from './external-api/quota.ts';
export * from './external-api/selected-time.ts';
export * from './ledger/ledger-stage.ts';
export * from './ledger/ledger.ts';
export * from './ledger/run-ledger.ts';
export * from './ledger/unexplained.ts';
export { unknownInputs, withoutUnknownInputs, type UnknownInput } from './ledger/unknown-inputs.ts';
export * from './retry/backoff.ts';
export { parseRetryAfter } from './retry/retry-after.ts';
export * from './search/log-query.ts';
export { nearest } from './search/nearest.ts';
export * from './verdict/contract-words.ts';
export * from './verdict/clock-words.ts';
export * from './verdict/database-words.ts';
export * from './verdict/deadline-words.ts';
export * from './verdict/freshness.ts';
export * from './verdict/health-verdict.ts';
export * from './verdict/pipeline-words.ts';
export * from './verdict/run-doubts.ts';
export * from './verdict/run-sentence.ts';
export * from './verdict/run-verdict.ts';
export * from './verdict/shown-state.ts';
export * from './verdict/shown.ts';
export * from './verdict/usual.ts';
export * from './words/count.ts';
export * from './words/duration.ts';
export * from './words/ledger-words.ts';
export * from './words/pipeline-names.ts';
export * from './words/policy-words.ts';
export * from './words/regression-words.ts';
export * from './words/run-database-words.ts';
export * from './words/sentence.ts';
export * from './words/time.ts';
export * from './words/visible-line.ts';
