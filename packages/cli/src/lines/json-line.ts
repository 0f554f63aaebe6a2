import { attributes as names, isSpanId, isTraceId } from '@sightglass/model';
import { exceptionOfField, findException } from './exception.ts';
import { jsonFields, type FieldRole, type JsonField } from './json-fields.ts';
import { flatten, parseObject } from './json-object.ts';
import { timeOfNumber, timeOfText } from './line-time.ts';
import { renderTemplate } from './message-template.ts';
import { readLevel } from './severity-word.ts';
import type { AttributeValue, ParsedLine } from './parsed-line.ts';

type Fields = Map<string, AttributeValue>;

interface Candidate {
  readonly path: string;
  readonly value: AttributeValue;
  readonly field: JsonField;
}

/**
 * Reads a line that is one JSON object; undefined when it is not. Every field becomes an attribute; what the record says by
 * itself (its message, level, time, trace) is taken out, unless it says more than the record can.
 */
export const parseJsonLine = (line: string): ParsedLine | undefined => {
  const object = parseObject(line);
  if (object === undefined) return undefined;
  const { fields, isWhole } = flatten(object, line);
  const candidates = candidatesIn(fields);
  const message = takeMessage(fields, candidates, object);
  const severity = takeSeverity(fields, candidates);
  const time = takeTime(fields, candidates);
  const context = takeContext(fields, candidates);
  addException(fields, candidates, object);
  return {
    message: message ?? line,
    severity,
    ...time,
    ...context,
    attributes: Object.fromEntries(fields),
    original: isWhole ? undefined : line,
  };
};

type Candidates = Partial<Record<FieldRole, Candidate[]>>;

const candidatesIn = (fields: Fields): Candidates => {
  const found: Candidates = {};
  for (const [path, value] of fields) {
    const field = jsonFields.get(path);
    if (field !== undefined) (found[field.role] ??= []).push({ path, value, field });
  }
  return found;
};

/** The first by rank that can be read. */
const pick = <T>(
  all: readonly Candidate[] | undefined,
  read: (candidate: Candidate) => T | undefined,
): { readonly from: Candidate; readonly value: T } | undefined => {
  let best: { from: Candidate; value: T } | undefined;
  for (const from of all ?? []) {
    if (best !== undefined && best.from.field.rank < from.field.rank) continue;
    const value = read(from);
    if (value !== undefined) best = { from, value };
  }
  return best;
};

const takeMessage = (fields: Fields, { message }: Candidates, object: object): string | undefined => {
  const found = pick(message, ({ value }) => (typeof value === 'string' && value !== 'null' ? value : undefined));
  if (found === undefined) return undefined;
  const { path, field } = found.from;
  const { valuesBelow } = field;
  const rendered =
    valuesBelow === undefined
      ? found.value
      : renderTemplate(found.value, (name) => fields.get(valuesBelow + name), renderingsIn(object));
  if (rendered === found.value) fields.delete(path);
  return rendered;
};

const renderingsIn = (object: object): readonly unknown[] => {
  const renderings = '@r' in object ? object['@r'] : undefined;
  return Array.isArray(renderings) ? renderings : [];
};

const takeSeverity = (fields: Fields, { severity }: Candidates) => {
  const found = pick(severity, ({ value, field }) => readLevel(value, field.scale));
  if (found?.value.isSame === true && found.from.field.stays !== true) fields.delete(found.from.path);
  return found?.value.severity;
};

const takeTime = (fields: Fields, { time }: Candidates): Pick<ParsedLine, 'atMs' | 'timeField'> => {
  const found = pick(time, ({ value }) => readTime(value));
  if (found === undefined) return {};
  const { path, value } = found.from;
  if (isFinerThanRecord(value)) return { atMs: found.value };
  fields.delete(path);
  return { atMs: found.value, timeField: [path, value] };
};

const readTime = (value: AttributeValue): number | undefined => {
  if (typeof value === 'number' || typeof value === 'bigint') return timeOfNumber(Number(value));
  if (typeof value !== 'string') return undefined;
  return /^\d{18,20}$/.test(value) ? timeOfNumber(Number(value)) : timeOfText(value);
};

/** A record's time is exact to a microsecond. */
const isFinerThanRecord = (value: AttributeValue): boolean =>
  (typeof value === 'string' && /[.,]\d{6}0*[1-9]|\d{16}(?!0*$)/.test(value)) ||
  (typeof value === 'bigint' && value % 1000n !== 0n);

/** A trace without a span, or the other way round, cannot be joined. */
const takeContext = (fields: Fields, { traceId, spanId }: Candidates): Pick<ParsedLine, 'traceId' | 'spanId'> => {
  const trace = pick(traceId, ({ value }) => matching(value, isTraceId));
  const span = pick(spanId, ({ value }) => matching(value, isSpanId));
  if (trace === undefined || span === undefined) return {};
  fields.delete(trace.from.path);
  fields.delete(span.from.path);
  return { traceId: trace.value, spanId: span.value };
};

const matching = (value: AttributeValue, test: (text: string) => boolean): string | undefined =>
  typeof value === 'string' && test(value) ? value : undefined;

const addException = (fields: Fields, candidates: Candidates, object: object): void => {
  const { exceptionType, exceptionMessage, exceptionStack } = candidates;
  const stack = pick(exceptionStack, ({ value, field }) => stackOf(value, field));
  const inStack = stack === undefined ? tracebackIn(fields) : exceptionOfField(stack.value);
  const listed = listedException(object);
  const type = pick(exceptionType, nonEmpty)?.value ?? listed?.type ?? inStack?.type;
  const message = pick(exceptionMessage, nonEmpty)?.value ?? listed?.message ?? inStack?.message;
  if (stack !== undefined) fields.delete(stack.from.path);
  if (type !== undefined) fields.set(names.exceptionType, type);
  if (message !== undefined) fields.set(names.exceptionMessage, message);
  const stacktrace = stack?.value ?? inStack?.stacktrace;
  if (stacktrace !== undefined) fields.set(names.exceptionStacktrace, stacktrace);
};

/** Some fields hold something else at times, or a stack as a list of its lines. */
const stackOf = (value: AttributeValue, { isStack = false }: JsonField): string | undefined => {
  const text = isStack && Array.isArray(value) ? value.join('\n') : value;
  if (typeof text !== 'string' || text === '' || text === 'null') return undefined;
  return isStack || text.includes('\n') ? text : undefined;
};

const nonEmpty = ({ value }: Candidate): string | undefined =>
  typeof value === 'string' && value !== '' && value !== 'null' ? value : undefined;

/** loguru has the traceback only in the text that it would print. */
const tracebackIn = (fields: Fields) => {
  const text = fields.has('record.exception.type') ? fields.get('text') : undefined;
  return typeof text === 'string' ? findException(text) : undefined;
};

/** structlog and Airflow 3 list an exception and its causes, the exception first. */
const listedException = (object: object): { type: string; message: string | undefined } | undefined => {
  const { error_detail: detail, exception } = object as Record<string, unknown>;
  const list = Array.isArray(detail) ? detail : exception;
  const first: unknown = Array.isArray(list) ? list[0] : undefined;
  if (typeof first !== 'object' || first === null) return undefined;
  const { exc_type: type, exc_value: message } = first as Record<string, unknown>;
  return typeof type === 'string' ? { type, message: typeof message === 'string' ? message : undefined } : undefined;
};
