import { warnOnce } from '../warnings.ts';
import { ProtoWriter, wire } from './proto-writer.ts';

/** What one record may hold at most. A program that logs a whole table by mistake gets a short record, not a full buffer. */
const limits = {
  keyCharacters: 256,
  textCharacters: 64 * 1024,
  depth: 8,
  /** Attributes, list items and map entries are left out once a record has this many bytes. */
  recordBytes: 512 * 1024,
} as const;

export type Values = Readonly<Record<string, unknown>>;

const tooDeep = '[deeper values left out]';
const tooMuch = '[more left out]';
const unreadable = '[cannot be read]';
const functionText = '[function]';

/**
 * Writes each property as a KeyValue under `field`; what OTLP has no value for becomes text, and only null and undefined are left
 * out. A value that raises when it is looked at becomes text that says so.
 */
export const writeAttributes = (writer: ProtoWriter, field: number, values: Values, except?: Values): void =>
  writeEntries(writer, field, values, writer.length + limits.recordBytes, 0, except);

/** `end`: the length of the writer from which on things are left out. */
const writeEntries = (
  writer: ProtoWriter,
  field: number,
  values: Values,
  end: number,
  depth: number,
  except?: Values,
): void => {
  for (const key in values) {
    if (except !== undefined && key in except) continue;
    const start = writer.length;
    if (start > end) return writePair(writer, field, tooMuch, true, end, depth);
    try {
      const value = values[key];
      if (value === undefined || value === null) continue;
      writePair(writer, field, key, value, end, depth);
    } catch {
      writer.rewind(start);
      writePair(writer, field, key, unreadable, end, depth);
    }
  }
};

const writePair = (
  writer: ProtoWriter,
  field: number,
  key: string,
  value: unknown,
  end: number,
  depth: number,
): void => {
  writer.tag(field, wire.bytes);
  const pair = writer.open();
  writer.tag(1, wire.bytes);
  writer.string(key.length > limits.keyCharacters ? shortKey(key) : key);
  writer.tag(2, wire.bytes);
  const start = writer.open();
  writeValue(writer, value, end, depth);
  writer.close(start);
  writer.close(pair);
};

export const writeAnyValue = (writer: ProtoWriter, value: unknown): void =>
  writeValue(writer, value, writer.length + limits.recordBytes, 0);

const writeValue = (writer: ProtoWriter, value: unknown, end: number, depth: number): void => {
  switch (typeof value) {
    case 'string':
      return writeText(writer, value);
    case 'number':
      return writeNumber(writer, value);
    case 'boolean':
      writer.tag(2, wire.varint);
      return writer.varint(value ? 1 : 0);
    case 'bigint':
      return writeBigInt(writer, value);
    case 'object':
      return value === null ? undefined : writeObject(writer, value, end, depth);
    case 'function':
      return writeText(writer, functionText);
    default:
      return writeText(writer, String(value));
  }
};

const writeText = (writer: ProtoWriter, text: string): void => {
  writer.tag(1, wire.bytes);
  writer.string(text.length > limits.textCharacters ? shortText(text) : text);
};

/** NaN and the infinities as text: JSON, which lists and maps are shown as, has no such numbers. */
const writeNumber = (writer: ProtoWriter, value: number): void => {
  if (Number.isSafeInteger(value)) {
    writer.tag(3, wire.varint);
    writer.int64(value);
    return;
  }
  if (!Number.isFinite(value)) return writeText(writer, String(value));
  writer.tag(4, wire.fixed64);
  writer.double(value);
};

/** Text beyond 64 bits. */
const writeBigInt = (writer: ProtoWriter, value: bigint): void => {
  if (BigInt.asIntN(64, value) !== value) return writeText(writer, String(value));
  writer.tag(3, wire.varint);
  writer.int64(value);
};

const writeObject = (writer: ProtoWriter, value: object, end: number, depth: number): void => {
  if (depth >= limits.depth) return writeText(writer, tooDeep);
  if (value instanceof Uint8Array) return writeBytes(writer, value);
  if (value instanceof Error) return writeText(writer, value.stack ?? value.message);
  if (value instanceof Map) return writeMap(writer, Object.fromEntries(value) as Values, end, depth);
  if (value instanceof Set) return writeList(writer, [...value], end, depth);
  if (Array.isArray(value)) return writeList(writer, value, end, depth);
  if (value instanceof Date && Number.isNaN(value.getTime())) return writeText(writer, 'Invalid Date');
  if ('toJSON' in value && typeof value.toJSON === 'function') {
    return writeValue(writer, value.toJSON() as unknown, end, depth + 1);
  }
  writeMap(writer, value as Values, end, depth);
};

const writeBytes = (writer: ProtoWriter, bytes: Uint8Array): void => {
  writer.tag(7, wire.bytes);
  writer.bytes(bytes.subarray(0, limits.textCharacters));
};

const writeMap = (writer: ProtoWriter, entries: Values, end: number, depth: number): void => {
  writer.tag(6, wire.bytes);
  const start = writer.open();
  writeEntries(writer, 1, entries, end, depth + 1);
  writer.close(start);
};

const writeList = (writer: ProtoWriter, items: readonly unknown[], end: number, depth: number): void => {
  writer.tag(5, wire.bytes);
  const list = writer.open();
  for (const item of items) {
    const isFull = writer.length > end;
    writer.tag(1, wire.bytes);
    const start = writer.open();
    writeValue(writer, isFull ? tooMuch : item, end, depth + 1);
    writer.close(start);
    if (isFull) break;
  }
  writer.close(list);
};

const shortText = (text: string): string => {
  const left = text.length - limits.textCharacters;
  return `${text.slice(0, limits.textCharacters).toWellFormed()}… [${left.toLocaleString('en')} more characters]`;
};

const shortKey = (key: string): string => {
  warnOnce(
    'long attribute key',
    `the attribute "${key.slice(0, 60)}…" has a name of ${key.length.toLocaleString('en')} characters and is cut to ${limits.keyCharacters}; what varies belongs into its value.`,
  );
  return key.slice(0, limits.keyCharacters).toWellFormed();
};

/** Attributes that many records repeat, written once. */
export const encodeAttributes = (field: number, values: Values): Buffer => {
  writeAttributes(scratch, field, values);
  return scratch.take();
};

const scratch = new ProtoWriter();
