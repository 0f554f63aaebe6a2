export * from './aggregate.ts';
export * from './check-report.ts';
export * from './column-type.ts';
export * from './encoding.ts';
export * from './expectation.ts';
export * from './reference.ts';
export * from './shape.ts';
export * from './tolerance.ts';
