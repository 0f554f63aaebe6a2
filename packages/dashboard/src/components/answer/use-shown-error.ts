import { useState } from 'react';

interface Query {
  readonly data: unknown;
  readonly error: Error | null;
  readonly failureReason: Error | null;
}

/**
 * The error to show for a query: from its first failed attempt until an answer comes. The query itself forgets an error whenever it
 * is tried again, and a notice that blinks cannot be read.
 */
export const useShownError = ({ data, error, failureReason }: Query): Error | null => {
  const [kept, keep] = useState<Error | null>(null);
  const current = error ?? failureReason;
  const shown = current ?? (data === undefined ? kept : null);
  if (shown !== kept) keep(shown);
  return shown;
};
