import { attributes as names, isSpanId, isTraceId, type Severity } from '@sightglass/model';
import { timeOfNumber, timeOfText } from './line-time.ts';
import { severityOfPinoLevel, severityOfSyslogLevel, severityOfWord } from './severity-word.ts';
import type { AttributeValue, ParsedLine } from './parsed-line.ts';

const maxDepth = 4;
const maxAttributes = 128;

/** Where pino, bunyan, winston, structlog, python-json-logger, logrus, zap, GELF and ECS put things. First match wins. */
const keys = {
  message: ['msg', 'message', 'event', 'short_message', 'body'],
  severity: ['level', 'severity', 'levelname', 'log.level', 'lvl', 'loglevel'],
  time: ['time', 'timestamp', '@timestamp', 'ts', 'asctime', 'datetime'],
  traceId: ['trace_id', 'traceId', 'trace.id', 'otelTraceID'],
  spanId: ['span_id', 'spanId', 'span.id', 'otelSpanID'],
  exceptionType: ['exception.type', 'err.type', 'err.name', 'error.type', 'error.name'],
  exceptionMessage: ['exception.message', 'err.message', 'error.message', 'error'],
  exceptionStack: [
    'exception.stacktrace',
    'err.stack',
    'error.stack_trace',
    'error.stack',
    'exc_info',
    'exception',
    'stack',
  ],
} as const;

/** Reads a line that is one JSON object; undefined when it is not. */
export const parseJsonLine = (line: string): ParsedLine | undefined => {
  const object = parseObject(line);
  if (object === undefined) return undefined;
  const fields = flatten(object);
  const take = <T>(candidates: readonly string[], read: (value: AttributeValue) => T | undefined): T | undefined => {
    for (const key of candidates) {
      const value = fields.get(key);
      const taken = value === undefined ? undefined : read(value);
      if (taken !== undefined) {
        fields.delete(key);
        return taken;
      }
    }
    return undefined;
  };
  const message = take(keys.message, text);
  const severity = take(keys.severity, readSeverity);
  const atMs = take(keys.time, readTime);
  const traceId = take(keys.traceId, (value) => matching(value, isTraceId));
  const spanId = take(keys.spanId, (value) => matching(value, isSpanId));
  rename(fields, names.exceptionType, take(keys.exceptionType, nonEmpty));
  rename(fields, names.exceptionStacktrace, take(keys.exceptionStack, multiline));
  rename(fields, names.exceptionMessage, take(keys.exceptionMessage, nonEmpty));
  return { message: message ?? line, severity, atMs, traceId, spanId, attributes: Object.fromEntries(fields) };
};

const parseObject = (line: string): object | undefined => {
  const trimmed = line.trim();
  if (!trimmed.startsWith('{') || !trimmed.endsWith('}')) return undefined;
  try {
    return JSON.parse(trimmed) as object;
  } catch {
    return undefined;
  }
};

/** `{a: {b: 1}}` → `a.b: 1`; what is too deep or mixed stays JSON text. */
const flatten = (object: object): Map<string, AttributeValue> => {
  const fields = new Map<string, AttributeValue>();
  const visit = (value: unknown, path: string, depth: number): void => {
    if (fields.size >= maxAttributes || value === null || value === undefined) return;
    if (isScalar(value)) fields.set(path, value);
    else if (Array.isArray(value) && value.every(isScalar)) fields.set(path, value);
    else if (Array.isArray(value) || depth >= maxDepth) fields.set(path, JSON.stringify(value));
    else
      for (const [key, inner] of Object.entries(value)) visit(inner, path === '' ? key : `${path}.${key}`, depth + 1);
  };
  visit(object, '', 0);
  return fields;
};

const isScalar = (value: unknown): value is string | number | boolean =>
  typeof value === 'string' || typeof value === 'number' || typeof value === 'boolean';

const text = (value: AttributeValue): string | undefined => (typeof value === 'string' ? value : undefined);
const nonEmpty = (value: AttributeValue): string | undefined =>
  typeof value === 'string' && value !== '' ? value : undefined;
const multiline = (value: AttributeValue): string | undefined =>
  typeof value === 'string' && value.includes('\n') ? value : undefined;
const matching = (value: AttributeValue, test: (text: string) => boolean): string | undefined =>
  typeof value === 'string' && test(value) ? value : undefined;

const readSeverity = (value: AttributeValue): Severity | undefined => {
  if (typeof value === 'string') return severityOfWord(value);
  return typeof value === 'number' ? (severityOfPinoLevel(value) ?? severityOfSyslogLevel(value)) : undefined;
};

const readTime = (value: AttributeValue): number | undefined => {
  if (typeof value === 'string') return timeOfText(value);
  return typeof value === 'number' ? timeOfNumber(value) : undefined;
};

const rename = (fields: Map<string, AttributeValue>, name: string, value: string | undefined): void => {
  if (value !== undefined) fields.set(name, value);
};
