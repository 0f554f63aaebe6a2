import Long from 'long';
import protobuf from 'protobufjs';
import { requestTypes } from '../../wire/messages.ts';
import type { Signal } from '../../wire/proto.ts';
import { TooManyMessagesError } from '../too-many-messages.ts';

export class InvalidJsonBodyError extends Error {
  readonly code = 'INVALID_JSON_BODY';
  constructor(path: string, problem: string) {
    super(`The body is not an OTLP/JSON request: ${path === '' ? 'the document' : path} ${problem}.`);
  }
}

/**
 * OTLP/JSON to protobuf (OTLP specification, "JSON Protobuf Encoding": lowerCamelCase names, ids in hex, 64-bit integers as decimal
 * strings, enums as integers, unknown fields ignored). Raises InvalidJsonBodyError naming the path of the first wrong value, and
 * TooManyMessagesError.
 */
export const protobufOfJson = (signal: Signal, text: string): Uint8Array => {
  const type = requestTypes[signal];
  return type.encode(messageOf(type, parseJson(text), '', { depth: 0, seen: { messages: 0 } })).finish();
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

/** How deep a message stands, and how many there were before it. */
interface JsonPosition {
  readonly depth: number;
  readonly seen: { messages: number };
}

const messageOf = (
  type: protobuf.Type,
  json: unknown,
  path: string,
  position: JsonPosition,
): Record<string, unknown> => {
  if ((position.seen.messages += 1) > mostMessages) throw new TooManyMessagesError(mostMessages);
  if (position.depth > deepestNesting)
    throw new InvalidJsonBodyError(path, `nests deeper than ${deepestNesting} levels`);
  if (typeof json !== 'object' || json === null || Array.isArray(json))
    throw new InvalidJsonBodyError(path, 'must be an object');
  const message: Record<string, unknown> = {};
  for (const field of type.fieldsArray) {
    const value = (json as Record<string, unknown>)[field.name];
    if (value === undefined || value === null) continue;
    const fieldPath = path === '' ? field.name : `${path}.${field.name}`;
    message[field.name] = field.repeated
      ? listOf(field, value, fieldPath, position)
      : valueOf(field, value, fieldPath, position);
  }
  return message;
};

const listOf = (field: protobuf.Field, value: unknown, path: string, position: JsonPosition): unknown[] => {
  if (!Array.isArray(value)) throw new InvalidJsonBodyError(path, 'must be an array');
  return value.map((item, index) => valueOf(field, item, `${path}[${index}]`, position));
};

const valueOf = (field: protobuf.Field, value: unknown, path: string, position: JsonPosition): unknown => {
  if (field.resolvedType instanceof protobuf.Type)
    return messageOf(field.resolvedType, value, path, { ...position, depth: position.depth + 1 });
  switch (field.type) {
    case 'string':
      return stringOf(value, path);
    case 'bool':
      if (typeof value !== 'boolean') throw new InvalidJsonBodyError(path, 'must be true or false');
      return value;
    case 'bytes':
      return field.name.endsWith('Id') ? idOf(value, path) : base64Of(value, path);
    case 'double':
      return doubleOf(value, path);
    default:
      return integerOf(field.type, value, path);
  }
};

const stringOf = (value: unknown, path: string): string => {
  if (typeof value !== 'string') throw new InvalidJsonBodyError(path, 'must be a string');
  return value;
};

const idOf = (value: unknown, path: string): Buffer => {
  if (typeof value !== 'string' || !/^([0-9a-fA-F]{2})*$/.test(value))
    throw new InvalidJsonBodyError(path, 'must be hexadecimal digits');
  return Buffer.from(value, 'hex');
};

const base64Of = (value: unknown, path: string): Buffer => {
  if (typeof value !== 'string' || !/^[A-Za-z0-9+/_-]*={0,2}$/.test(value))
    throw new InvalidJsonBodyError(path, 'must be base64');
  return Buffer.from(value, 'base64');
};

const doubleOf = (value: unknown, path: string): number => {
  const special: Readonly<Record<string, number>> = {
    NaN: Number.NaN,
    Infinity: Number.POSITIVE_INFINITY,
    '-Infinity': Number.NEGATIVE_INFINITY,
  };
  if (typeof value === 'number') return value;
  if (typeof value === 'string' && Object.hasOwn(special, value)) return special[value] as number;
  if (typeof value === 'string' && value.trim() !== '' && Number.isFinite(Number(value))) return Number(value);
  throw new InvalidJsonBodyError(path, 'must be a number');
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

const integerOf = (type: string, value: unknown, path: string): unknown => {
  const isInteger =
    (typeof value === 'number' && Number.isInteger(value)) || (typeof value === 'string' && /^-?\d{1,20}$/.test(value));
  if (!isInteger) throw new InvalidJsonBodyError(path, 'must be an integer');
  const number = BigInt(value as number | string);
  const [least, most] = ranges[type] ?? [0n, 0n];
  if (number < least || number > most) throw new InvalidJsonBodyError(path, `must be between ${least} and ${most}`);
  return type.endsWith('64')
    ? Long.fromString(number.toString(), type !== 'int64' && type !== 'sfixed64')
    : Number(number);
};
