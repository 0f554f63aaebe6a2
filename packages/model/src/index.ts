export * from './attributes.ts';
export * from './events.ts';
export * from './ids.ts';
export * from './ledger.ts';
export * from './log-query.ts';
export * from './run-ledger.ts';
export * from './run-state.ts';
export * from './severity.ts';
