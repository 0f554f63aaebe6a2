import { attributes, type AttributeKey } from '@sightglass/model';
import { encodeLogAttributes, type LogRecord } from '@sightglass/sdk/telemetry';
import type { SimulatedRun, SimulatedStage } from '../run/simulated-run.ts';

export type Told = Partial<Record<AttributeKey, unknown>>;

interface Line {
  readonly atMs: number;
  readonly severity?: LogRecord['severity'];
  readonly body: string;
  readonly eventName?: string;
  readonly stage?: SimulatedStage | undefined;
  readonly told?: Told;
  /** Attributes of the program's own. */
  readonly own?: Readonly<Record<string, unknown>>;
}

/** Makes log records of one run; what they all repeat is encoded once. */
export interface Teller {
  record(line: Line): LogRecord;
}

export const tellerOf = (run: SimulatedRun): Teller => {
  const { namespace, name } = run.pipeline;
  const ofRun = encodeLogAttributes({
    [attributes.pipelineName]: name,
    [attributes.pipelineNamespace]: namespace,
    [attributes.runId]: run.runId,
  });
  const ofStages = new Map<SimulatedStage, Uint8Array>();
  const encodedStage = (stage: SimulatedStage): Uint8Array => {
    const known = ofStages.get(stage);
    if (known !== undefined) return known;
    const bytes = encodeLogAttributes({
      [attributes.stageId]: stage.id,
      [attributes.stageName]: stage.plan.name,
    });
    ofStages.set(stage, bytes);
    return bytes;
  };
  const hasTrace = run.pipeline.kind === 'sdk';
  return {
    record: ({ atMs, severity = 'INFO', body, eventName, stage, told = {}, own = {} }) => ({
      atMs,
      severity,
      body,
      eventName,
      shared: stage === undefined ? [ofRun] : [ofRun, encodedStage(stage)],
      attributes: { ...named(told), ...own },
      span: hasTrace ? { traceId: run.traceId, spanId: stage?.id ?? run.rootSpanId, traceFlags: 1 } : undefined,
    }),
  };
};

/** By the names they go by; what is undefined is left out when it is written. */
export const named = (told: Told): Record<string, unknown> =>
  Object.fromEntries(Object.entries(told).map(([key, value]) => [attributes[key as AttributeKey], value]));
