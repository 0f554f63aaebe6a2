import { errorClassOf, problemOf, statusClassOf } from '@sightglass/model';
import type { ExchangeEnd } from '../exchange/exchange-facts.ts';

type Outcome = Pick<ExchangeEnd, 'status' | 'error' | 'problem'>;

/** How a request went that was answered with `status`. */
export const answered = (status: number): Outcome => {
  const error = statusClassOf(status);
  return { status, error, problem: error && `HTTP ${status}` };
};

/** How one went whose body was not read to its end. What the program did not want, or let go, is no failure. */
export const cutOff = (status: number, thrown: unknown): Outcome => {
  const byStatus = answered(status);
  const error = errorClassOf(thrown);
  if (byStatus.error !== undefined || error === 'aborted') return byStatus;
  return { status, error: error === 'network' ? 'reset' : error, problem: problemOf(thrown) };
};
