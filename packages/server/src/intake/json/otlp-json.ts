import type protobuf from 'protobufjs';
import { requestTypes } from '../../wire/messages.ts';
import type { Signal } from '../../wire/proto.ts';
import { TooManyMessagesError } from '../too-many-messages.ts';
import { fieldsOf, type JsonField } from './json-fields.ts';
import { createWireWriter, type WireWriter } from './wire-writer.ts';

export class InvalidJsonBodyError extends Error {
  readonly code = 'INVALID_JSON_BODY';
  readonly path: string;
  readonly problem: string;
  constructor(path: string, problem: string) {
    super(`The body is not an OTLP/JSON request: ${path === '' ? 'the document' : path} ${problem}.`);
    this.path = path;
    this.problem = problem;
  }
}

/**
 * OTLP/JSON to protobuf (OTLP specification, "JSON Protobuf Encoding": lowerCamelCase names, ids in hex, 64-bit integers as decimal
 * strings, enums as integers, unknown fields ignored). Raises InvalidJsonBodyError naming the path of the first wrong value, and
 * TooManyMessagesError.
 */
export const protobufOfJson = (signal: Signal, text: string): Uint8Array<ArrayBuffer> => {
  const wire = createWireWriter(text.length / 2);
  writeMessage(requestTypes[signal], parseJson(text), { wire, path: [], depth: 0, messages: 0 });
  return wire.finish();
};

const parseJson = (text: string): unknown => {
  try {
    return JSON.parse(text);
  } catch (error) {
    throw new InvalidJsonBodyError('', `does not parse as JSON (${(error as Error).message})`);
  }
};

const deepestNesting = 64;
const mostMessages = 500_000;

/** What has been written, and where in the document the writing is: a value is written at once, so that no second tree is held. */
interface Writing {
  readonly wire: WireWriter;
  readonly path: (string | number)[];
  depth: number;
  messages: number;
}

const writeMessage = (type: protobuf.Type, json: unknown, at: Writing): void => {
  if ((at.messages += 1) > mostMessages) throw new TooManyMessagesError(mostMessages);
  if (at.depth > deepestNesting) throw invalid(at, `nests deeper than ${deepestNesting} levels`);
  if (typeof json !== 'object' || json === null || Array.isArray(json)) throw invalid(at, 'must be an object');
  for (const field of fieldsOf(type)) {
    const value = (json as Record<string, unknown>)[field.name];
    if (value === undefined || value === null) continue;
    at.path.push(field.name);
    if (field.repeated) writeList(field, value, at);
    else writeField(field, value, at);
    at.path.pop();
  }
};

const writeList = (field: JsonField, list: unknown, at: Writing): void => {
  if (!Array.isArray(list)) throw invalid(at, 'must be an array');
  if (field.isPacked && list.length === 0) return;
  const opened = field.isPacked ? openAt(field, at) : undefined;
  for (const [index, item] of list.entries()) {
    at.path.push(index);
    if (field.isPacked) writeValue(field, item, at);
    else writeField(field, item, at);
    at.path.pop();
  }
  if (opened !== undefined) at.wire.close(opened);
};

const openAt = ({ id }: JsonField, { wire }: Writing): number => {
  wire.tag(id, 2);
  return wire.open();
};

const writeField = (field: JsonField, value: unknown, at: Writing): void => {
  if (field.message === undefined) {
    at.wire.tag(field.id, field.wireType);
    return writeValue(field, value, at);
  }
  const opened = openAt(field, at);
  at.depth += 1;
  writeMessage(field.message, value, at);
  at.depth -= 1;
  at.wire.close(opened);
};

const writeValue = ({ type, isId }: JsonField, value: unknown, at: Writing): void => {
  switch (type) {
    case 'string':
      return at.wire.text(stringOf(value, at));
    case 'bool':
      if (typeof value !== 'boolean') throw invalid(at, 'must be true or false');
      return at.wire.varint(value ? 1 : 0);
    case 'bytes':
      return at.wire.bytes(isId ? idOf(value, at) : base64Of(value, at));
    case 'double':
      return at.wire.double(doubleOf(value, at));
    case 'fixed32':
      return at.wire.fixed32(Number(integerOf(type, value, at)));
    case 'fixed64':
    case 'sfixed64':
      return at.wire.fixed64(integerOf(type, value, at));
    default:
      return at.wire.varint(integerOf(type, value, at));
  }
};

/** `resourceLogs[0].scopeLogs`. */
const invalid = ({ path }: Writing, problem: string): InvalidJsonBodyError => {
  const place = path.map((step) => (typeof step === 'number' ? `[${step}]` : `.${step}`)).join('');
  return new InvalidJsonBodyError(place.slice(1), problem);
};

const stringOf = (value: unknown, at: Writing): string => {
  if (typeof value !== 'string') throw invalid(at, 'must be a string');
  return value;
};

const idOf = (value: unknown, at: Writing): Buffer => {
  if (typeof value !== 'string' || !/^([0-9a-fA-F]{2})*$/.test(value)) throw invalid(at, 'must be hexadecimal digits');
  return Buffer.from(value, 'hex');
};

const base64Of = (value: unknown, at: Writing): Buffer => {
  if (typeof value !== 'string' || !/^[A-Za-z0-9+/_-]*={0,2}$/.test(value)) throw invalid(at, 'must be base64');
  return Buffer.from(value, 'base64');
};

const doubleOf = (value: unknown, at: Writing): number => {
  const special: Readonly<Record<string, number>> = {
    NaN: Number.NaN,
    Infinity: Number.POSITIVE_INFINITY,
    '-Infinity': Number.NEGATIVE_INFINITY,
  };
  if (typeof value === 'number') return value;
  if (typeof value === 'string' && Object.hasOwn(special, value)) return special[value] as number;
  if (typeof value === 'string' && value.trim() !== '' && Number.isFinite(Number(value))) return Number(value);
  throw invalid(at, 'must be a number');
};

const ranges: Readonly<Record<string, readonly [bigint, bigint]>> = {
  int32: [-(2n ** 31n), 2n ** 31n - 1n],
  sint32: [-(2n ** 31n), 2n ** 31n - 1n],
  uint32: [0n, 2n ** 32n - 1n],
  fixed32: [0n, 2n ** 32n - 1n],
  int64: [-(2n ** 63n), 2n ** 63n - 1n],
  sfixed64: [-(2n ** 63n), 2n ** 63n - 1n],
  uint64: [0n, 2n ** 64n - 1n],
  fixed64: [0n, 2n ** 64n - 1n],
};

const integerOf = (type: string, value: unknown, at: Writing): number | bigint => {
  const isInteger =
    (typeof value === 'number' && Number.isInteger(value)) || (typeof value === 'string' && /^-?\d{1,20}$/.test(value));
  if (!isInteger) throw invalid(at, 'must be an integer');
  const isExact = typeof value === 'number' ? Number.isSafeInteger(value) : (value as string).length < exactDigits;
  const number = isExact ? Number(value) : BigInt(value as number | string);
  const [least, most] = ranges[type] ?? [0n, 0n];
  if (number < least || number > most) throw invalid(at, `must be between ${least} and ${most}`);
  return number;
};

/** A number of fewer digits is exact in JavaScript. */
const exactDigits = 16;
