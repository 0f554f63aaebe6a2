import type { LevelScale } from './severity-word.ts';

/** What a field of a JSON line can be for its record. */
export type FieldRole =
  'message' | 'severity' | 'time' | 'traceId' | 'spanId' | 'exceptionType' | 'exceptionMessage' | 'exceptionStack';

export interface JsonField {
  readonly role: FieldRole;
  /** Of several fields of one role the lowest that can be read is taken. */
  readonly rank: number;
  /** What numbers mean, where it is not read off their size. */
  readonly scale?: LevelScale;
  /** It holds a message template; its values are found below this path. */
  readonly valuesBelow?: string;
  /** A word that has other uses, too: it stays an attribute. */
  readonly stays?: boolean;
  /** It holds a stack or an exception and nothing else, also on one line. */
  readonly isStack?: boolean;
}

type Row = string | readonly [path: string, more: Omit<JsonField, 'role' | 'rank'>];

/**
 * Where programs put things, as paths of keys. Each row names who writes it; the first row that can be read wins. To teach exec
 * a format, add a row here and its line to the tests.
 */
const table: Readonly<Record<FieldRole, readonly Row[]>> = {
  message: [
    'msg', // pino, bunyan, logrus, zap, slog
    'message', // winston, Monolog, zerolog, ECS, python-json-logger, PostgreSQL jsonlog
    'event', // structlog, Airflow 3
    'short_message', // GELF
    '@m', // Serilog CLEF, rendered
    ['@mt', { valuesBelow: '' }], // Serilog CLEF
    'info.msg', // dbt
    'record.message', // loguru
    'fields.message', // Rust tracing
    'RenderedMessage', // Serilog JSON
    ['MessageTemplate', { valuesBelow: 'Properties.' }],
    'Message', // .NET console
    'body', // OpenTelemetry
    'body.stringValue',
    'Body',
    'MESSAGE', // journald
  ],
  severity: [
    ['level_name', { scale: 'monolog' }], // Monolog; its `level` is a number of its own scale
    'level',
    ['severity', { scale: 'severity' }], // Google Cloud
    'levelname', // Python
    'log.level', // ECS
    'lvl',
    'loglevel',
    'LogLevel', // .NET console
    'Level', // Serilog JSON
    '@l', // Serilog CLEF
    'info.level', // dbt
    'record.level.name', // loguru
    ['record.level.no', { scale: 'python' }],
    'severityText', // OpenTelemetry
    'severity_text',
    'SeverityText',
    ['severityNumber', { scale: 'otel' }],
    ['severity_number', { scale: 'otel' }],
    ['SeverityNumber', { scale: 'otel' }],
    ['levelno', { scale: 'python' }],
    ['level_number', { scale: 'python' }], // structlog
    'error_severity', // PostgreSQL jsonlog
    ['PRIORITY', { scale: 'syslog' }], // journald
    ['status', { stays: true, scale: 'words' }], // Datadog
  ],
  time: [
    'time',
    'timestamp',
    '@timestamp',
    'ts',
    'asctime',
    'datetime',
    '@t', // Serilog CLEF
    'info.ts', // dbt
    'record.time.timestamp', // loguru
    'Timestamp', // .NET console, Serilog JSON
    'timeUnixNano', // OpenTelemetry
    'observedTimeUnixNano',
  ],
  traceId: ['trace_id', 'traceId', 'trace.id', 'otelTraceID', '@tr', 'TraceId', 'traceID', 'context.trace_id'],
  spanId: ['span_id', 'spanId', 'span.id', 'otelSpanID', '@sp', 'SpanId', 'spanID', 'context.span_id'],
  exceptionType: [
    'exception.type', // OpenTelemetry
    'err.type', // pino
    'err.name', // bunyan
    'error.type', // ECS
    'error.name',
    'error.kind', // Datadog
    'record.exception.type', // loguru
    'exception.class', // Spark 4
    'exception.exceptionType', // Quarkus
    'exception.name', // semantic_logger
    'thrown.name', // Log4j
    'context.exception.class', // Monolog
  ],
  exceptionMessage: [
    'exception.message',
    'err.message',
    'error.message',
    'error',
    'record.exception.value',
    'exception.msg',
    'thrown.message',
    'context.exception.message',
  ],
  exceptionStack: [
    ['exception.stacktrace', { isStack: true }],
    ['err.stack', { isStack: true }],
    ['error.stack_trace', { isStack: true }], // ECS
    ['error.stack', { isStack: true }], // Datadog
    ['error.stacktrace', { isStack: true }],
    'exc_info', // python-json-logger
    'exception', // structlog
    'stack', // winston
    ['stack_trace', { isStack: true }], // Logstash
    'stackTrace', // Quarkus
    'stacktrace', // zap
    ['@x', { isStack: true }], // Serilog CLEF
    ['Exception', { isStack: true }], // .NET console, Serilog JSON
    'thrown.extendedStackTrace', // Log4j
  ],
};

const entriesOf = (role: FieldRole): [string, JsonField][] =>
  table[role].map((row, rank) =>
    typeof row === 'string' ? [row, { role, rank }] : [row[0], { ...row[1], role, rank }],
  );

/** By path, such as `record.level.name`. */
export const jsonFields: ReadonlyMap<string, JsonField> = new Map(
  (Object.keys(table) as FieldRole[]).flatMap(entriesOf),
);
