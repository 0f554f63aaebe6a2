interface Named {
  readonly namespace: string;
  readonly pipeline: string;
}

/** What to call pipelines that stand together: by name, and by namespace too where several have the same. */
export const pipelineNames = (together: readonly Named[]): ((one: Named) => string) => {
  const namespaces = Map.groupBy(together, ({ pipeline }) => pipeline);
  const isShared = (name: string): boolean => new Set(namespaces.get(name)?.map(({ namespace }) => namespace)).size > 1;
  return ({ namespace, pipeline }) => {
    if (pipeline === '') return 'outside a run';
    return isShared(pipeline) ? `${namespace} / ${pipeline}` : pipeline;
  };
};
