import type { TelemetryClient } from './client.ts';
import { quote } from './literal.ts';

/** Spans of `service` whose root is named like `rootSpan` are runs of a pipeline; `*` is any text, `?` for one character. */
export interface SpanRule {
  readonly service: string;
  readonly rootSpan: string;
  readonly pipeline: string;
  readonly namespace: string;
  /** Spans of such a trace that are stages, named by `stage` or by themselves. */
  readonly stages: readonly { readonly span: string; readonly stage?: string | undefined }[];
}

/** Makes these the rules for spans that arrive from now on; what earlier rules made of earlier spans stays. */
export const replaceSpanRules = async (telemetry: TelemetryClient, rules: readonly SpanRule[]): Promise<void> => {
  await telemetry.execute('TRUNCATE TABLE span_rules');
  if (rules.length > 0) await telemetry.execute(`INSERT INTO span_rules VALUES ${rules.map(rowOf).join(', ')}`);
};

const rowOf = ({ service, rootSpan, namespace, pipeline, stages }: SpanRule): string => {
  const patterns = stages.map(({ span, stage = '' }) => `(${quote(globPattern(span))}, ${quote(stage)})`);
  return `(${[service, globPattern(rootSpan), namespace, pipeline].map(quote).join(', ')}, [${patterns.join(', ')}])`;
};

/** The regular expression (RE2) a glob stands for. */
export const globPattern = (glob: string): string =>
  `(?s)^${glob
    .replaceAll(/[\\^$.|+()[\]{}]/g, '\\$&')
    .replaceAll('*', '.*')
    .replaceAll('?', '.')}$`;
