export * from './common.ts';
export * from './live.ts';
export * from './logs.ts';
export * from './metrics.ts';
export * from './performance.ts';
export * from './pipelines.ts';
export * from './runs.ts';
export * from './traces.ts';
