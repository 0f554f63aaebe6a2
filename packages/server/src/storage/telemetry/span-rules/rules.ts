import { createHash } from 'node:crypto';
import type { TelemetryClient } from '../client.ts';
import { quote } from '../literal.ts';
import { passSpansOn } from './pass-spans-on.ts';

/**
 * Spans of `service` whose root is named like `rootSpan` are runs of a pipeline; `*` is any text, `?` for one character. The first `*` of
 * `pipeline` is what the first one of `rootSpan` stands for, and so on.
 */
export interface SpanRule {
  readonly service: string;
  readonly rootSpan: string;
  readonly pipeline: string;
  readonly namespace: string;
  /** Spans of such a trace that are stages, named by `stage` or by themselves. */
  readonly stages: readonly { readonly span: string; readonly stage?: string | undefined }[];
}

/** Rules that make the same runs of the same spans have the same. */
export const spanRuleId = ({ service, rootSpan, pipeline, namespace, stages }: SpanRule): string => {
  const parts = [service, rootSpan, pipeline, namespace, ...stages.flatMap(({ span, stage = '' }) => [span, stage])];
  return createHash('sha256').update(JSON.stringify(parts)).digest('hex').slice(0, 16);
};

/** Makes these the rules for spans that arrive from now on; what earlier rules made of earlier spans stays. */
export const replaceSpanRules = async (telemetry: TelemetryClient, rules: readonly SpanRule[]): Promise<void> => {
  await telemetry.execute('TRUNCATE TABLE span_rules');
  if (rules.length > 0) await insertRules(telemetry, rules);
  else await passSpansOn.end(telemetry);
};

/** Makes it a rule for spans that arrive from now on, if it is none yet. */
export const putSpanRule = async (telemetry: TelemetryClient, rule: SpanRule): Promise<void> => {
  const found = await telemetry.rows(`SELECT 1 AS found FROM span_rules WHERE Id = ${quote(spanRuleId(rule))} LIMIT 1`);
  if (found.length === 0) await insertRules(telemetry, [rule]);
};

export const dropSpanRule = async (telemetry: TelemetryClient, id: string): Promise<void> => {
  await telemetry.execute(`ALTER TABLE span_rules DELETE WHERE Id = ${quote(id)} SETTINGS mutations_sync = 1`);
  const left = await telemetry.rows('SELECT 1 AS found FROM span_rules LIMIT 1');
  if (left.length === 0) await passSpansOn.end(telemetry);
};

/** The way on first: an insert that begins once the rule is there has asked the views. */
const insertRules = async (telemetry: TelemetryClient, rules: readonly SpanRule[]): Promise<void> => {
  await passSpansOn.begin(telemetry);
  await telemetry.execute(
    `INSERT INTO span_rules (ServiceName, RootPattern, PipelineNamespace, PipelineName, Stages, Id) VALUES ${rules.map(rowOf).join(', ')}`,
  );
};

const rowOf = (rule: SpanRule): string => {
  const patterns = rule.stages.map(({ span, stage = '' }) => `(${quote(globPattern(span))}, ${quote(stage)})`);
  const texts = [rule.service, globPattern(rule.rootSpan), rule.namespace, pipelineTemplate(rule)];
  return `(${texts.map(quote).join(', ')}, [${patterns.join(', ')}], ${quote(spanRuleId(rule))})`;
};

/** The regular expression (RE2) a glob stands for, with a group for each of its stars. */
export const globPattern = (glob: string): string =>
  `(?s)^${glob
    .replaceAll(/[\\^$.|+()[\]{}]/g, '\\$&')
    .replaceAll('*', '(.*)')
    .replaceAll('?', '.')}$`;

/** RE2 knows no more groups in what replaces a text. */
const mostStars = 9;

/**
 * What replaces the name of a root span to give that of its pipeline. A star for which `rootSpan` has none stands for itself: with a group
 * that there is not, no span of any service could be stored.
 */
export const pipelineTemplate = ({ pipeline, rootSpan }: Pick<SpanRule, 'pipeline' | 'rootSpan'>): string => {
  const known = starsOf(rootSpan);
  let stars = 0;
  return pipeline.replaceAll(/[\\*]/g, (sign) => {
    if (sign === '\\') return '\\\\';
    if (stars >= known) return sign;
    stars = Math.min(mostStars, stars + 1);
    return `\\${stars}`;
  });
};

export const starsOf = (glob: string): number => glob.split('*').length - 1;

/** Of a row of `spans`: the name of the pipeline, by a pattern and a template. The views say the same. */
export const pipelineNameSql = (pattern: string, template: string): string =>
  `leftUTF8(trimBoth(replaceRegexpOne(toString(SpanName), ${pattern}, ${template})), 200)`;
