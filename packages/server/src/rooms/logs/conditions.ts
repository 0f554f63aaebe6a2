import {
  type LogNode,
  type LogTerm,
  type NumberRange,
  namesOf,
  otherBeginningsOf,
  queryProblemText,
  readLogQuery,
  severities,
  severityNumbersOf,
  termsOfQuery,
} from '@sightglass/model';
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
  | FieldCondition
  | { readonly kind: 'severity'; readonly numbers: readonly number[] }
  | AttributeCondition
  | BodyCondition
  /** All, or any, of the others; `all` of none always holds. */
  | { readonly kind: 'all' | 'any'; readonly of: readonly LogCondition[] }
);

/** All tokens are in the body; with `phrase`, the text as such is too; with `beginning`, a word begins so. All in lower case (ASCII). */
export interface BodyCondition {
  readonly kind: 'body';
  readonly tokens: readonly string[];
  readonly phrase: string | undefined;
  readonly beginning?: string | undefined;
}

export interface FieldCondition {
  readonly kind: 'field';
  readonly field: LogField;
  /** One of these; with `prefix`, their beginnings. */
  readonly values: readonly string[];
  readonly prefix?: boolean;
}

/** The value itself, or one of the values of an array; with `prefix`, its beginning; with `range`, a number within it. */
export interface AttributeCondition {
  readonly kind: 'attribute';
  readonly key: string;
  readonly value: string;
  readonly prefix?: boolean;
  readonly range?: NumberRange | undefined;
}

/** Names under which people search for a field. */
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
/** Keys that mean the text of the record, unless it has such an attribute. */
const bodyNames = new Set(['body', 'message', 'msg']);
const hexFields = new Set<LogField>(['traceId', 'spanId']);
const mostTokens = 64;
const mostTerms = 64;

/** The filter but for its time range. Raises SeverityError, LogQueryError. */
export const logConditions = (filter: LogFilter): LogCondition[] => {
  const equals: readonly (readonly [LogField, string | undefined])[] = [
    ['service', filter.service],
    ['namespace', filter.namespace],
    ['pipeline', filter.pipeline],
    ['runId', filter.runId],
    ['stage', filter.stage],
    ['stageId', filter.stageId],
    ['traceId', filter.traceId],
    ['eventName', filter.event],
  ];
  const fields = equals.flatMap(([field, value]) => {
    if (value === undefined) return [];
    return [
      filter.runId !== undefined && ownerFields.has(field)
        ? ownerCondition(field, value)
        : fieldCondition(field, value, false),
    ];
  });
  const severity = filter.severity === undefined ? [] : [severityFilter(filter.severity)];
  return [...fields, ...severity, ...nodesOf(filter.q ?? '').map(nodeCondition)];
};

const ownerFields = new Set<LogField>(['namespace', 'pipeline']);

/** Beside the id of a run: a record that has the id and names no pipeline is of the run, too. */
const ownerCondition = (field: LogField, value: string): LogCondition => ({
  kind: 'any',
  negated: false,
  of: [fieldCondition(field, value, false), fieldCondition(field, '', false)],
});

const nodesOf = (query: string): readonly LogNode[] => {
  const { nodes, problem } = readLogQuery(query);
  if (problem !== undefined) throw new LogQueryError(queryProblemText(problem));
  const count = termsOfQuery(nodes).length;
  if (count > mostTerms) throw new LogQueryError(`The search has ${count} conditions; give at most ${mostTerms}.`);
  return nodes;
};

const nodeCondition = (node: LogNode): LogCondition =>
  node.kind === 'term'
    ? termCondition(node.term)
    : { kind: node.kind, negated: node.negated, of: node.of.map(nodeCondition) };

const termCondition = (term: LogTerm): LogCondition => {
  const { negated, key, text, prefix = false, range, severityNumbers } = term;
  if (key === undefined) return bodyCondition(term);
  if (severityNumbers !== undefined) return { kind: 'severity', negated, numbers: severityNumbers };
  const name = key.toLowerCase();
  const field = Object.hasOwn(fieldNames, name) ? fieldNames[name] : undefined;
  if (field === undefined) {
    const attribute = { kind: 'attribute', negated: false, key, value: text, prefix, range } as const;
    const names = namesOf(key);
    if (names.length > 1) return { kind: 'any', negated, of: names.map((one) => ({ ...attribute, key: one })) };
    return bodyNames.has(name) && range === undefined && text !== ''
      ? { kind: 'any', negated, of: [attribute, bodyCondition({ ...term, negated: false })] }
      : { ...attribute, negated };
  }
  if (range !== undefined)
    throw new LogQueryError(
      `${key}:${text} compares with a number, but ${key} is text. Write ${key}:value, ${key}:beginn*, or ${key}:"${text}" for that very text.`,
    );
  return fieldCondition(field, text, negated, prefix);
};

const fieldCondition = (field: LogField, value: string, negated: boolean, prefix = false): LogCondition => ({
  kind: 'field',
  negated,
  field,
  values: spellingsOf(field, hexFields.has(field) ? value.toLowerCase() : value, prefix),
  prefix,
});

/** Events that have had another name are found by either. */
const spellingsOf = (field: LogField, value: string, prefix: boolean): string[] => {
  if (field !== 'eventName') return [value];
  return prefix ? [value, ...otherBeginningsOf(value)] : namesOf(value);
};

const bodyCondition = ({ negated, text, phrase, prefix = false }: LogTerm): LogCondition => {
  const wanted = lowerAscii(text);
  if (prefix && !symbol.test(wanted)) return beginningCondition(wanted, negated);
  const tokens = [...new Set(tokensOf(wanted))].filter((token) => !symbol.test(token));
  const isOneToken = !phrase && tokens[0] === wanted;
  return { kind: 'body', negated, tokens: tokens.slice(0, mostTokens), phrase: isOneToken ? undefined : wanted };
};

/** Signs beyond ASCII, such as arrows and emoji. The engine has them as parts of words, where people see an end of the word: found as text. */
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

/** Tokens as the engine cuts them: runs of ASCII letters and digits and of everything beyond ASCII. */
export const tokensOf = (text: string): string[] => text.match(/[A-Za-z0-9\u0080-\u{10FFFF}]+/gu) ?? [];

/** As the engine's `lower` does it. */
export const lowerAscii = (text: string): string => text.replaceAll(/[A-Z]+/g, (capitals) => capitals.toLowerCase());

const severityFilter = (text: string): LogCondition => {
  const numbers = severityNumbersOf(text);
  const unknown = text.split(',').find((level) => severityNumbersOf(level) === undefined);
  if (numbers === undefined) throw new SeverityError((unknown ?? text).trim());
  return { kind: 'severity', negated: false, numbers };
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
