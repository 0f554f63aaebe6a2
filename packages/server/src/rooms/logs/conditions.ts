import { type LogTerm, parseLogQuery, type Severity, severities, severityOf, unclosedQuoteAt } from '@sightglass/model';
import type { LogFilter, LogRecord } from '@sightglass/model/rest';

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

/** What must hold of a log record. The engine (`facts-conditions.ts`) and the live tail (`log-matcher.ts`) both judge by this. */
export type LogCondition = { readonly negated: boolean } & (
  | { readonly kind: 'field'; readonly field: LogField; readonly value: string; readonly prefix?: boolean }
  | { readonly kind: 'severity'; readonly numbers: readonly number[] }
  /** The value itself, or one of the values of an array; with `prefix`, its beginning. */
  | { readonly kind: 'attribute'; readonly key: string; readonly value: string; readonly prefix?: boolean }
  /** All tokens are in the body; with `phrase`, the text as such is too; with `beginning`, a word begins so. All in lower case (ASCII). */
  | {
      readonly kind: 'body';
      readonly tokens: readonly string[];
      readonly phrase: string | undefined;
      readonly beginning?: string | undefined;
    }
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
const mostTerms = 64;

/** The filter but for its time range. Raises SeverityError, LogQueryError. */
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
  const { q = '' } = filter;
  return [...fields, ...severity, ...termsOf(q).flatMap(termCondition)];
};

const termsOf = (query: string): LogTerm[] => {
  const openAt = unclosedQuoteAt(query);
  if (openAt !== undefined) {
    const rest = query.slice(openAt, openAt + 30);
    throw new LogQueryError(
      `A quote opens at character ${openAt + 1} (${rest}) and is not closed. Close it with ", or write \\" for the sign itself.`,
    );
  }
  const terms = parseLogQuery(query);
  if (terms.length > mostTerms)
    throw new LogQueryError(`The search has ${terms.length} conditions; ask for at most ${mostTerms}.`);
  return terms;
};

const termCondition = (term: LogTerm): LogCondition[] => {
  const { negated, key, text, prefix = false } = term;
  if (key === undefined) return bodyCondition(term);
  if (severityNames.has(key.toLowerCase()))
    return [{ kind: 'severity', negated, numbers: severityNumbersOf(text) ?? [] }];
  const field = fieldNames[key.toLowerCase()];
  return [
    field === undefined
      ? { kind: 'attribute', negated, key, value: text, prefix }
      : fieldCondition(field, text, negated, prefix),
  ];
};

const fieldCondition = (field: LogField, value: string, negated: boolean, prefix = false): LogCondition => ({
  kind: 'field',
  negated,
  field,
  value: hexFields.has(field) ? value.toLowerCase() : value,
  prefix,
});

const bodyCondition = ({ negated, text, phrase, prefix = false }: LogTerm): LogCondition[] => {
  const wanted = lowerAscii(text);
  if (wanted === '') return [];
  if (prefix && !symbol.test(wanted)) return [beginningCondition(wanted, negated)];
  const tokens = [...new Set(tokensOf(wanted))].filter((token) => !symbol.test(token));
  const isOneToken = !phrase && tokens[0] === wanted;
  return [{ kind: 'body', negated, tokens: tokens.slice(0, mostTokens), phrase: isOneToken ? undefined : wanted }];
};

/** Signs beyond ASCII, such as arrows and emoji. The index has them as parts of words, where people see an end of the word: found as text. */
const symbol = /[^\p{ASCII}\p{L}\p{M}\p{N}]/u;

/** `flights.dai*`: the words before the last are whole, the last may go on. */
const beginningCondition = (wanted: string, negated: boolean): LogCondition => {
  const tokens = tokensOf(wanted);
  const isOpen = tokens.length > 0 && wanted.endsWith(tokens.at(-1) ?? '');
  const whole = isOpen ? tokens.slice(0, -1) : tokens;
  return {
    kind: 'body',
    negated,
    tokens: [...new Set(whole)].slice(0, mostTokens),
    phrase: tokens[0] === wanted ? undefined : wanted,
    beginning: isOpen ? tokens.at(-1) : undefined,
  };
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

/** A search that cannot be made as it is written. */
export class LogQueryError extends Error {
  readonly code = 'PARAMETER_INVALID';
  readonly statusCode = 400;
  readonly errors: readonly { path: string; message: string }[];
  constructor(message: string) {
    super(message);
    this.errors = [{ path: 'q', message }];
  }
}

export class SeverityError extends Error {
  readonly code = 'SEVERITY_UNKNOWN';
  readonly statusCode = 400;
  readonly errors: readonly { path: string; message: string }[];
  constructor(level: string) {
    const message = `"${level}" is not a severity; use ${severities.join(', ')}, several with commas, or e.g. WARN+ for WARN and above.`;
    super(message);
    this.errors = [{ path: 'severity', message }];
  }
}
