export { observeConsole } from './attach/console.ts';
export { sightglassPinoStream } from './attach/pino-stream.ts';
export { SightglassWinstonTransport } from './attach/winston-transport.ts';
export { AuditError, type AuditOptions, auditTo } from './audit/audit.ts';
export type { Audit, AuditedRun, AuditEnd } from './audit/types.ts';
export type { AuditTarget, PostgresTarget, SqlServerTarget } from './audit/audit-target.ts';
export { auditDdl, type AuditDialect, AuditTableNameError } from './audit/dialect.ts';
export { defaultAuditTable } from '@sightglass/model';
export { configure, SdkConfigurationError, type SdkOptions } from './config/configure.ts';
export { exportStatus, type ExportStatus, type SignalStatus } from './export/export-status.ts';
export { PipelineDefinitionError, type PipelineDefinition } from './pipeline-definition.ts';
export { pipeline, type Pipeline } from './pipeline.ts';
export type {
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
