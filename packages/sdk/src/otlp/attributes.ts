import { ProtoWriter, wire } from './proto-writer.ts';

export type Values = Readonly<Record<string, unknown>>;

const deepest = 8;
const tooDeep = '[deeper values left out]';

/** Writes each own property as a KeyValue under `field`; what OTLP has no value for is left out or written as text. */
export const writeAttributes = (
  writer: ProtoWriter,
  field: number,
  values: Values,
  except?: Values,
  depth = 0,
): void => {
  for (const key in values) {
    const value = values[key];
    if (value === undefined || value === null || typeof value === 'function') continue;
    if (except !== undefined && key in except) continue;
    writer.tag(field, wire.bytes);
    const pair = writer.open();
    writer.tag(1, wire.bytes);
    writer.string(key);
    writer.tag(2, wire.bytes);
    const start = writer.open();
    writeAnyValue(writer, value, depth);
    writer.close(start);
    writer.close(pair);
  }
};

export const writeAnyValue = (writer: ProtoWriter, value: unknown, depth = 0): void => {
  switch (typeof value) {
    case 'string':
      return writeText(writer, value);
    case 'number':
      return writeNumber(writer, value);
    case 'boolean':
      writer.tag(2, wire.varint);
      return writer.varint(value ? 1 : 0);
    case 'object':
      return value === null ? undefined : writeObject(writer, value, depth);
    default:
      return writeText(writer, String(value));
  }
};

const writeText = (writer: ProtoWriter, text: string): void => {
  writer.tag(1, wire.bytes);
  writer.string(text);
};

const writeNumber = (writer: ProtoWriter, value: number): void => {
  if (Number.isSafeInteger(value)) {
    writer.tag(3, wire.varint);
    writer.int64(value);
    return;
  }
  writer.tag(4, wire.fixed64);
  writer.double(value);
};

const writeObject = (writer: ProtoWriter, value: object, depth: number): void => {
  if (depth >= deepest) return writeText(writer, tooDeep);
  if (value instanceof Uint8Array) {
    writer.tag(7, wire.bytes);
    return writer.bytes(value);
  }
  if (value instanceof Date)
    return writeText(writer, Number.isNaN(value.getTime()) ? 'Invalid Date' : value.toISOString());
  if (value instanceof Error) return writeText(writer, value.stack ?? value.message);
  writer.tag(Array.isArray(value) ? 5 : 6, wire.bytes);
  const list = writer.open();
  if (Array.isArray(value)) for (const item of value) writeItem(writer, item, depth + 1);
  else writeAttributes(writer, 1, value as Values, undefined, depth + 1);
  writer.close(list);
};

const writeItem = (writer: ProtoWriter, item: unknown, depth: number): void => {
  writer.tag(1, wire.bytes);
  const start = writer.open();
  writeAnyValue(writer, item, depth);
  writer.close(start);
};

/** Attributes that many records repeat, written once. */
export const encodeAttributes = (field: number, values: Values): Buffer => {
  writeAttributes(scratch, field, values);
  return scratch.take();
};

const scratch = new ProtoWriter();
