import { describeStatement, type Statement } from './describe.ts';

/** A connection that is made, and one that a pool lends. */
export const connect = describeStatement('CONNECT');
export const acquire = describeStatement('ACQUIRE');

/** All statements beyond those that are counted one by one. */
export const others: Statement = {
  text: '',
  operation: 'OTHER',
  collection: undefined,
  summary: 'other statements',
  fingerprint: 'other',
};

const own: ReadonlySet<Statement> = new Set([connect, acquire, others]);

/** Whether it is counted however many others are. */
export const isOwn = (statement: Statement): boolean => own.has(statement);
