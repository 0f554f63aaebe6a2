import { type LogTerm, parseLogQuery, type Severity, severities, severityOf } from '@sightglass/model';
import type { LogFilter, LogRecord } from '@sightglass/model/api';

/** Fields of a record that have a column of their own, by their name in API and queries. */
export const logFields = {
  service: 'ServiceName',
  namespace: 'PipelineNamespace',
  pipeline: 'PipelineName',
  runId: 'RunId',
  stage: 'StageName',
  stageId: 'StageId',
  eventName: 'EventName',
  traceId: 'TraceId',
  spanId: 'SpanId',
  scope: 'ScopeName',
} as const satisfies Partial<Record<keyof LogRecord, string>>;
export type LogField = keyof typeof logFields;

/** What must hold of a log record. The engine (`condition-sql.ts`) and the live tail (`query/log-matcher.ts`) both judge by this. */
export type LogCondition = { readonly negated: boolean } & (
  | { readonly kind: 'field'; readonly field: LogField; readonly value: string }
  | { readonly kind: 'severity'; readonly numbers: readonly number[] }
  | { readonly kind: 'attribute'; readonly key: string; readonly value: string }
  /** All tokens are in the body; with `phrase`, the text as such is too. Both in lower case (ASCII). */
  | { readonly kind: 'body'; readonly tokens: readonly string[]; readonly phrase: string | undefined }
);

/** Names under which people ask for a field. */
const fieldNames: Readonly<Record<string, LogField>> = {
  service: 'service',
  'service.name': 'service',
  namespace: 'namespace',
  'pipeline.namespace': 'namespace',
  pipeline: 'pipeline',
  'pipeline.name': 'pipeline',
  run: 'runId',
  runid: 'runId',
  run_id: 'runId',
  'pipeline.run.id': 'runId',
  stage: 'stage',
  'pipeline.stage.name': 'stage',
  stageid: 'stageId',
  stage_id: 'stageId',
  'pipeline.stage.id': 'stageId',
  event: 'eventName',
  eventname: 'eventName',
  'event.name': 'eventName',
  trace: 'traceId',
  traceid: 'traceId',
  trace_id: 'traceId',
  span: 'spanId',
  spanid: 'spanId',
  span_id: 'spanId',
  scope: 'scope',
};
const severityNames = new Set(['severity', 'level']);
const hexFields = new Set<LogField>(['traceId', 'spanId']);
const mostTokens = 64;

/** The filter but for its time range. Raises SeverityError. */
export const logConditions = (filter: LogFilter): LogCondition[] => {
  const asked: readonly (readonly [LogField, string | undefined])[] = [
    ['service', filter.service],
    ['namespace', filter.namespace],
    ['pipeline', filter.pipeline],
    ['runId', filter.runId],
    ['stage', filter.stage],
    ['stageId', filter.stageId],
    ['traceId', filter.traceId],
    ['eventName', filter.event],
  ];
  const fields = asked.flatMap(([field, value]) => (value === undefined ? [] : [fieldCondition(field, value, false)]));
  const severity = filter.severity === undefined ? [] : [severityFilter(filter.severity)];
  return [...fields, ...severity, ...parseLogQuery(filter.q ?? '').flatMap(termCondition)];
};

const termCondition = (term: LogTerm): LogCondition[] => {
  const { negated, key, text } = term;
  if (key === undefined) return bodyCondition(term);
  if (severityNames.has(key.toLowerCase()))
    return [{ kind: 'severity', negated, numbers: severityNumbersOf(text) ?? [] }];
  const field = fieldNames[key.toLowerCase()];
  return [
    field === undefined ? { kind: 'attribute', negated, key, value: text } : fieldCondition(field, text, negated),
  ];
};

const fieldCondition = (field: LogField, value: string, negated: boolean): LogCondition => ({
  kind: 'field',
  negated,
  field,
  value: hexFields.has(field) ? value.toLowerCase() : value,
});

const bodyCondition = ({ negated, text, phrase }: LogTerm): LogCondition[] => {
  const wanted = lowerAscii(text);
  const tokens = [...new Set(tokensOf(wanted))];
  if (wanted === '') return [];
  const isOneToken = !phrase && tokens[0] === wanted;
  return [{ kind: 'body', negated, tokens: tokens.slice(0, mostTokens), phrase: isOneToken ? undefined : wanted }];
};

/** Tokens as the text index cuts them: runs of ASCII letters and digits and of everything beyond ASCII. */
export const tokensOf = (text: string): string[] => text.match(/[A-Za-z0-9\u0080-\u{10FFFF}]+/gu) ?? [];

/** As the engine's `lower` does it. */
export const lowerAscii = (text: string): string => text.replaceAll(/[A-Z]+/g, (capitals) => capitals.toLowerCase());

const severityFilter = (text: string): LogCondition => {
  const numbers = text.split(',').flatMap((level) => {
    const known = severityNumbersOf(level.trim());
    if (known === undefined) throw new SeverityError(level);
    return known;
  });
  return { kind: 'severity', negated: false, numbers };
};

const severityAliases: Readonly<Record<string, Severity>> = {
  TRACE: 'DEBUG',
  WARNING: 'WARN',
  ERR: 'ERROR',
  FATAL: 'CRITICAL',
};
const allNumbers = Array.from({ length: 25 }, (_, number) => number);

/** Numbers 0-24 a level stands for; `WARN+` takes the levels above in. */
const severityNumbersOf = (text: string): number[] | undefined => {
  const name = text.replace(/\+$/, '').toUpperCase();
  const level = severityAliases[name] ?? severities.find((severity) => severity === name);
  if (level === undefined) return undefined;
  const levels = text.endsWith('+') ? severities.slice(severities.indexOf(level)) : [level];
  return allNumbers.filter((number) => levels.includes(severityOf(number)));
};

export class SeverityError extends Error {
  readonly code = 'SEVERITY_UNKNOWN';
  readonly statusCode = 400;
  readonly errors: readonly { path: string; message: string }[];
  constructor(level: string) {
    const message = `«${level}» is no severity; use ${severities.join(', ')}, several with commas, or e.g. WARN+ for WARN and above.`;
    super(message);
    this.errors = [{ path: 'severity', message }];
  }
}
