export { configure, SdkConfigurationError, type SdkOptions } from './config/configure.ts';
export type { ExportStatus, SignalStatus } from './export/export-status.ts';
export type { LogAttributes, LogMethod, RunLog } from './logging/run-log.ts';
export { PipelineDefinitionError, type PipelineDefinition } from './pipeline-definition.ts';
export { pipeline, type Pipeline } from './pipeline.ts';
export type { RowCounter } from './run/row-counter.ts';
export type { Run, RunOptions, Stage, StageOptions, StageStarter } from './run/types.ts';
