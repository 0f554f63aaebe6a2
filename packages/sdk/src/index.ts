import './bundle-require.ts';
export { api } from './external-api/api.ts';
export { ApiDefinitionError, ApiError } from './external-api/api-error.ts';
export { observeAxios, type AxiosLike } from './external-api/observe/axios.ts';
export { observeFetch } from './external-api/observe/fetch.ts';
export type { ObserveOptions } from './external-api/observe/observed-client.ts';
export { observeUndici } from './external-api/observe/undici.ts';
export type {
  Api,
  ApiAnswer,
  ApiOptions,
  ApiPolicy,
  BodySchema,
  CallOptions,
  Decision,
  Fallback,
} from './external-api/types.ts';
export { observeConsole } from './attach/console.ts';
export { sightglassPinoStream } from './attach/pino-stream.ts';
export { SightglassWinstonTransport } from './attach/winston-transport.ts';
export { AuditError, type AuditOptions, auditTo } from './audit/audit.ts';
export type { Audit, AuditedRun, AuditEnd } from './audit/types.ts';
export type { AuditTarget, PostgresTarget, SqlServerTarget } from './audit/audit-target.ts';
export { auditDdl, type AuditDialect, AuditTableNameError } from './audit/dialect.ts';
export { defaultAuditTable } from '@sightglass/model';
export { checkFile, defineContract } from './checks/define-contract.ts';
export type { CheckOptions } from './checks/check-options.ts';
export { configure, SdkConfigurationError, type SdkOptions } from './config/configure.ts';
export { databaseFailure, type DatabaseFailureSummary } from './db/database-failure.ts';
export { contextInfoStatement } from './db/mssql/context-info.ts';
export { instrumentTedious, type InstrumentTediousOptions } from './db/tedious/instrument.ts';
export { instrumentMssql, type InstrumentMssqlOptions } from './db/mssql/instrument.ts';
export { instrumentPg, type InstrumentPgOptions } from './db/pg/instrument.ts';
export type { DatasetAmounts, DatasetDeclaration } from './datasets/dataset-declaration.ts';
export { exportStatus, type ExportStatus, type SignalStatus } from './export/export-status.ts';
export { PipelineDefinitionError, type PipelineDefinition } from './pipeline-definition.ts';
export { pipeline, type Pipeline } from './pipeline.ts';
export type {
  FileCheck,
  LogAttributes,
  LogMethod,
  RowCounter,
  Run,
  RunLog,
  RunOptions,
  Stage,
  StageOptions,
  StageStarter,
  Transaction,
} from './run/types.ts';
export { staged, type Staged } from './staged.ts';
export type { RunSummary, StageSummary } from './summary/run-summary.ts';
export { currentRun } from './telemetry/run-context.ts';
export { timed, type Timed } from './timed.ts';
