export * from './deadline.ts';
export * from './plan-problems.ts';
export * from './read-cron.ts';
export * from './time-zone.ts';
