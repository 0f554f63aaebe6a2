import { AsyncLocalStorage } from 'node:async_hooks';
import type { StateQuery, StateStore } from './state-store.ts';

/** A state in which several changes become one. */
export interface JoinedState extends StateStore {
  /** Every statement of `job`, whichever store makes it, is of one transaction: all is kept when it resolves, nothing when it rejects. It must be short: an embedded state does nothing else meanwhile. */
  together<Result>(job: () => Promise<Result>): Promise<Result>;
}

/** The same state; what runs within `together` joins its transaction, a transaction of its own too. One that is joined stays as it is: two would wait for each other. */
export const joinState = (state: StateStore | JoinedState): JoinedState => {
  if ('together' in state) return state;
  const joined = new AsyncLocalStorage<StateQuery>();
  const transaction = <Result>(job: (query: StateQuery) => Promise<Result>): Promise<Result> => {
    const within = joined.getStore();
    return within === undefined ? state.transaction(job) : job(within);
  };
  return {
    ...state,
    query: (sql, values) => (joined.getStore() ?? state.query)(sql, values),
    transaction,
    together: (job) => transaction((query) => joined.run(query, job)),
    [Symbol.asyncDispose]: () => state[Symbol.asyncDispose](),
  };
};
