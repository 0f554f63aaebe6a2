import type { WrittenSpan } from '@sightglass/sdk/telemetry';
import type { SimulatedRun, SimulatedStage } from '../run/simulated-run.ts';
import { named } from './teller.ts';

const kinds = { internal: 0, client: 2 } as const;

/** A span that has ended, and when. */
export interface EndedSpan {
  readonly endMs: number;
  readonly span: WrittenSpan;
}

/** The run and its stages as spans; of a program without the SDK they are all there is, and name no pipeline. */
export const spansOf = (run: SimulatedRun): EndedSpan[] => {
  const { pipeline, runId, failure } = run;
  const isPlain = pipeline.kind === 'spans';
  const whose = isPlain ? {} : { pipelineName: pipeline.name, pipelineNamespace: pipeline.namespace, runId };
  const root = spanOf(run, {
    id: run.rootSpanId,
    name: isPlain ? `job ${pipeline.name}` : pipeline.name,
    startMs: run.startMs,
    endMs: run.endMs,
    attributes: named(whose),
    failure,
  });
  return [...run.stages.flatMap((stage) => stageSpans(run, stage, whose)), root];
};

const stageSpans = (run: SimulatedRun, stage: SimulatedStage, whose: object): EndedSpan[] => {
  const { plan, id, startMs, endMs, failure } = stage;
  const isPlain = run.pipeline.kind === 'spans';
  const own = isPlain ? {} : { ...whose, stageId: id, stageName: plan.name };
  const ofStage = spanOf(run, {
    id,
    parentId: run.rootSpanId,
    name: plan.name,
    startMs,
    endMs,
    attributes: named(own),
    failure,
  });
  const { database } = plan;
  if (database === undefined) return [ofStage];
  const { of, operation, table } = database;
  const ofDatabase = spanOf(run, {
    id: nextId(id),
    parentId: id,
    name: `${operation} ${table}`,
    kind: kinds.client,
    startMs: startMs + Math.round((endMs - startMs) * 0.1),
    endMs: startMs + Math.round((endMs - startMs) * 0.9),
    attributes: named({
      ...own,
      dbSystemName: of.system,
      dbNamespace: of.name,
      dbOperationName: operation,
      dbCollectionName: table,
      dbQuerySummary: `${operation} ${table}`,
      serverAddress: of.address,
      serverPort: of.port,
    }),
    failure,
  });
  return [ofDatabase, ofStage];
};

interface SpanPlan {
  readonly id: string;
  readonly parentId?: string;
  readonly name: string;
  readonly kind?: WrittenSpan['kind'];
  readonly startMs: number;
  readonly endMs: number;
  readonly attributes: Record<string, unknown>;
  readonly failure: SimulatedRun['failure'];
}

const spanOf = ({ traceId }: SimulatedRun, plan: SpanPlan): EndedSpan => {
  const { id, parentId, name, kind = kinds.internal, startMs, endMs, failure } = plan;
  const context = (spanId: string) => ({ traceId, spanId, traceFlags: 1 });
  return {
    endMs,
    span: {
      spanContext: () => context(id),
      ...(parentId !== undefined && { parentSpanContext: context(parentId) }),
      name,
      kind,
      startTime: hrTime(startMs),
      endTime: hrTime(endMs),
      attributes: plan.attributes as WrittenSpan['attributes'],
      droppedAttributesCount: 0,
      events: [],
      droppedEventsCount: 0,
      links: [],
      droppedLinksCount: 0,
      status: failure === undefined ? { code: 0 } : { code: 2, message: failure.message },
    },
  };
};

const hrTime = (atMs: number): [number, number] => [Math.floor(atMs / 1000), (atMs % 1000) * 1_000_000];

/** Another id than that of the stage, made of it. */
const nextId = (id: string): string =>
  `${id.slice(0, 15)}${((Number.parseInt(id.slice(15), 16) + 1) % 16).toString(16)}`;
