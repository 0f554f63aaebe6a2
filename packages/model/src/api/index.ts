export * from './apis.ts';
export * from './common.ts';
export * from './live.ts';
export * from './logs.ts';
export * from './metrics.ts';
export * from './pipelines.ts';
export * from './runs.ts';
export * from './traces.ts';
