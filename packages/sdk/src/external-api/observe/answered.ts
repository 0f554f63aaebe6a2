import { statusClassOf } from '@sightglass/model';
import type { ExchangeEnd } from '../exchange/exchange-facts.ts';

/** How a request went that was answered with `status`. */
export const answered = (status: number): Pick<ExchangeEnd, 'status' | 'error' | 'problem'> => {
  const error = statusClassOf(status);
  return { status, error, problem: error && `HTTP ${status}` };
};
