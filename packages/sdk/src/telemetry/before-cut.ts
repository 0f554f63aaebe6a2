import { safely } from '../safely.ts';

const actions = new Set<() => void>();

/** Does `action` before everything recorded so far is sent or kept: for what is summed up and not sent yet. */
export const beforeCut = (action: () => void): void => void actions.add(action);

export const runBeforeCut = (): void => {
  for (const action of actions) safely(action);
};
