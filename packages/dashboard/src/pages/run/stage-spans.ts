import type { Stage, Trace } from '@sightglass/model/rest';
import type { ShownTrace } from '../../waterfall/tree.ts';

/**
 * The trace of a run, whose stages are spans of it: they last as long as the tables say, and one that was stopped is not an error,
 * although its span carries that status.
 */
export const stageSpans = (trace: Trace, stages: readonly Stage[]): ShownTrace => {
  const byId = new Map(stages.map((stage) => [stage.stageId, stage]));
  return {
    ...trace,
    spans: trace.spans.map((span) => {
      const stage = byId.get(span.spanId);
      if (stage === undefined) return span;
      const durationMs = stage.finishedAt === null ? span.durationMs : stage.durationMs;
      return { ...span, durationMs, status: stage.state === 'aborted' ? 'STOPPED' : span.status };
    }),
  };
};
