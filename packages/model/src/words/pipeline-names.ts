interface Named {
  readonly namespace: string;
  readonly pipeline: string;
}

/** What to call pipelines that stand together: by name, and by namespace too where several have the same. */
export const pipelineNames = (together: readonly Named[]): ((one: Named) => string) => {
  const namespaces = Map.groupBy(together, ({ pipeline }) => pipeline);
  const shared = new Set(
    [...namespaces].flatMap(([name, own]) =>
      own.some(({ namespace }) => namespace !== own[0]?.namespace) ? name : [],
    ),
  );
  return ({ namespace, pipeline }) => {
    if (pipeline === '') return 'outside a run';
    return shared.has(pipeline) ? `${namespace} / ${pipeline}` : pipeline;
  };
};
