import { errorClassOf, problemOf, statusClassOf } from '@sightglass/model';
import type { ExchangeEnd } from '../exchange/exchange-facts.ts';

type Outcome = Pick<ExchangeEnd, 'status' | 'error' | 'problem'>;

/** How a request went that was answered with `status`. */
export const answered = (status: number): Outcome => {
  const error = statusClassOf(status);
  return { status, error, problem: error && `HTTP ${status}` };
};

/**
 * Why one brought no answer. A program may give up with whatever it likes as a reason, such as a text; what the network or undici
 * complains of has a code.
 */
export const unanswered = (thrown: unknown): Required<Pick<ExchangeEnd, 'error' | 'problem'>> => {
  const error = errorClassOf(thrown);
  const isGivenUp = error === 'network' && !hasCode(thrown);
  return { error: isGivenUp ? 'aborted' : error, problem: problemOf(thrown) };
};

const hasCode = (thrown: unknown): boolean => {
  const { code, cause, errors } = Object(thrown) as { code?: unknown; cause?: unknown; errors?: readonly unknown[] };
  return (
    typeof code === 'string' || [cause, ...(errors ?? [])].some((inner) => inner instanceof Error && hasCode(inner))
  );
};

/** How one went whose body was not read to its end. What the program did not want, or let go, is no failure. */
export const cutOff = (status: number, thrown: unknown): Outcome => {
  const byStatus = answered(status);
  const { error } = unanswered(thrown);
  if (byStatus.error !== undefined || error === 'aborted') return byStatus;
  return { status, error: error === 'network' ? 'reset' : error, problem: problemOf(thrown) };
};
