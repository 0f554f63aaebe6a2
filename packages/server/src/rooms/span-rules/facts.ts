import type { SpanRulePreview } from '@sightglass/model/rest';
import type { TelemetryClient } from '../../storage/telemetry/client.ts';
import {
  globPattern,
  pipelineNameSql,
  pipelineTemplate,
  type SpanRule,
} from '../../storage/telemetry/span-rules/rules.ts';

interface Total {
  readonly runs: number;
  readonly known: number;
  readonly firstAt: string;
  readonly lastAt: string;
  readonly pipelineCount: number;
}

interface Named {
  readonly name: string;
  readonly spans: number;
}

const mostNamed = 20;
const rfc3339 = (at: string): string => `replaceOne(toString(${at}), ' ', 'T') || 'Z'`;

/** A root span that a rule may take: none of a run that has named its pipeline. The views say the same. */
const plain = "PipelineName = '' AND TraceId != '' AND ServiceName = {service:String}";

/** Raises ClickHouseError. */
export const createSpanRuleReader = (telemetry: TelemetryClient) => ({
  /** How many runs each rule has made, by its id. */
  async runsOf(): Promise<Map<string, number>> {
    const rows = await telemetry.rows<{ id: string; runs: number }>(
      'SELECT arrayJoin(SpanRules) AS id, uniqExact(RunId, KeyPipeline, KeyNamespace) AS runs FROM runs WHERE notEmpty(SpanRules) GROUP BY id',
    );
    return new Map(rows.map(({ id, runs }) => [id, runs]));
  },

  async preview(rule: SpanRule): Promise<SpanRulePreview> {
    const { service } = rule;
    const [pipelines, [total], stages, roots, inner] = await Promise.all([
      telemetry.rows<SpanRulePreview['pipelines'][number]>(pipelinesSql, parametersOf(rule)),
      telemetry.rows<Total>(totalSql, parametersOf(rule)),
      rule.stages.length === 0 ? [] : telemetry.rows<{ stage: string; spans: number }>(...stagesQuery(rule)),
      telemetry.rows<Named>(namesSql("ParentSpanId = ''"), { service }),
      telemetry.rows<Named>(namesSql("ParentSpanId != ''"), { service }),
    ]);
    const { runs = 0, known = 0, pipelineCount = 0, firstAt, lastAt } = total ?? {};
    return {
      runs,
      known,
      pipelineCount,
      firstAt: runs === 0 || firstAt === undefined ? null : firstAt,
      lastAt: runs === 0 || lastAt === undefined ? null : lastAt,
      pipelines,
      stages,
      roots,
      inner,
    };
  },
});
export type SpanRuleReader = ReturnType<typeof createSpanRuleReader>;

const parametersOf = (rule: SpanRule) => ({
  service: rule.service,
  namespace: rule.namespace,
  pattern: globPattern(rule.rootSpan),
  template: pipelineTemplate(rule),
});

/** A row for each trace that would be a run. */
const tracesSql = `SELECT TraceId, ${pipelineNameSql('{pattern:String}', '{template:String}')} AS pipeline,
    max(StatusCode = 2) AS hasFailed, min(Timestamp) AS startedAt
  FROM spans WHERE ParentSpanId = '' AND ${plain} AND match(SpanName, {pattern:String}) AND pipeline != ''
  GROUP BY TraceId, pipeline`;

const pipelinesSql = `SELECT pipeline, count() AS runs, countIf(hasFailed) AS failed, ${rfc3339('max(startedAt)')} AS lastAt, argMax(TraceId, startedAt) AS lastTraceId
  FROM (${tracesSql}) GROUP BY pipeline ORDER BY runs DESC, pipeline LIMIT ${mostNamed}`;

const totalSql = `SELECT count() AS runs, uniqExact(pipeline) AS pipelineCount, ${rfc3339('min(startedAt)')} AS firstAt, ${rfc3339('max(startedAt)')} AS lastAt,
    countIf((TraceId, pipeline) IN (SELECT RunId, PipelineName FROM runs WHERE KeyNamespace = {namespace:String})) AS known
  FROM (${tracesSql})`;

/** The rows of `stages` in a preview; names and patterns are parameters, as a text of somebody else may look like one. */
const stagesQuery = ({ service, stages }: SpanRule): readonly [sql: string, parameters: Record<string, string>] => {
  const given = stages.map(({ span, stage }, index) => ({
    sql: `match(SpanName, {pattern${index}:String}), ${stage === undefined ? 'toString(SpanName)' : `{stage${index}:String}`}`,
    parameters: { [`pattern${index}`]: globPattern(span), ...(stage !== undefined && { [`stage${index}`]: stage }) },
  }));
  return [
    `SELECT leftUTF8(multiIf(${given.map(({ sql }) => sql).join(', ')}, ''), 200) AS stage, count() AS spans
     FROM spans WHERE ParentSpanId != '' AND ${plain} GROUP BY stage HAVING stage != '' ORDER BY spans DESC, stage LIMIT ${mostNamed}`,
    Object.assign({ service }, ...given.map(({ parameters }) => parameters)) as Record<string, string>,
  ];
};

const namesSql = (where: string): string =>
  `SELECT leftUTF8(toString(SpanName), 200) AS name, count() AS spans FROM spans WHERE ${where} AND ${plain}
   GROUP BY name ORDER BY spans DESC, name LIMIT ${mostNamed}`;
