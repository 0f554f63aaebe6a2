import { activeTraceparent } from '../record/traceparent.ts';

/**
 * A statement that names the active run and stage in the session, for whoever looks at `sys.dm_exec_sessions.context_info`: send it as a
 * batch of its own at the start of a transaction. Outside a run it clears what was there.
 */
export const contextInfoStatement = (): string => {
  const traceparent = activeTraceparent();
  return `SET CONTEXT_INFO 0x${traceparent === undefined ? '00' : Buffer.from(traceparent, 'ascii').toString('hex')}`;
};
