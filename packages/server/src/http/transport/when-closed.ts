import type { ServerResponse } from 'node:http';

/** Calls `job` once when the connection of an answer closes, or now where it has closed already, as while it was found out who asks: that event does not come again. */
export const whenClosed = (raw: Pick<ServerResponse, 'closed' | 'once'>, job: () => void): void => {
  if (raw.closed) job();
  else raw.once('close', job);
};
