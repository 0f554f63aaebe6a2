import type { ApiSummary } from '@sightglass/model/rest';

/** Whether a pipeline called this API. */
export const callsTo =
  ({ callers }: Pick<ApiSummary, 'callers'>) =>
  (by: { readonly namespace: string; readonly name: string }): boolean =>
    callers.some(({ namespace, pipeline }) => namespace === by.namespace && pipeline === by.name);
