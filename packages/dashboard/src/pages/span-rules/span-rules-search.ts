import type { SpanRuleOrder } from '@sightglass/model/rest';
import { text } from '../../url/search-params.ts';

/** The rule that is being made, as the address holds it. */
export interface SpanRulesSearch {
  readonly service?: string;
  /** Name of the root span; any unless given. */
  readonly root?: string;
  /** Named by the root span unless given. */
  readonly pipeline?: string;
  readonly namespace?: string;
  /** Names of spans that become stages, separated by commas. */
  readonly stages?: string;
}

export const readSpanRulesSearch = (search: Record<string, unknown>): SpanRulesSearch => ({
  ...text('service', search),
  ...text('root', search),
  ...text('pipeline', search),
  ...text('namespace', search),
  ...text('stages', search),
});

/** Undefined while no service is chosen. */
export const ruleOf = ({ service, root, pipeline, namespace, stages }: SpanRulesSearch): SpanRuleOrder | undefined => {
  if (service === undefined) return undefined;
  const rootSpan = root?.trim() || '*';
  return {
    service,
    rootSpan,
    pipeline: pipeline?.trim() || namedBy(rootSpan),
    namespace: namespace?.trim() || 'default',
    stages: (stages ?? '')
      .split(',')
      .map((span) => span.trim())
      .filter(Boolean)
      .map((span) => ({ span })),
  };
};

/** What a pipeline is called unless a name is given: what the star stands for, else the name of the span. */
export const namedBy = (rootSpan: string): string => (rootSpan.includes('*') ? '*' : rootSpan);
