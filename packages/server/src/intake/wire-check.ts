import { type EventKinds, eventKindOf, everyEventKind } from '../wire/event-kinds.ts';
import { markerField } from '../wire/marker-field.ts';
import type { ValueKinds } from '../wire/value-kinds.ts';
import { readVarint, type ByteCursor } from '../wire/varint.ts';
import { eventNaming, type EventNaming, wire, type MessageTable } from './message-table.ts';
import { TooManyMessagesError } from './too-many-messages.ts';

/** Deepest message nesting of a body; OTLP itself needs about 12 levels without nested values. */
const deepestNesting = 64;
const mostMessages = 2_000_000;
/** Values the engine can unroll: a value, and values inside its array or list. */
const deepestValue = 2;

export interface WireCheck {
  /** Log records, spans or data points found. */
  readonly records: number;
  /** Messages of every kind: records, resources, attributes, values … */
  readonly messages: number;
  /** True when some value nests deeper than the engine unrolls. */
  readonly hasDeepValues: boolean;
  /** Spans whose trace id or span id is missing, of wrong length or all zero. */
  readonly invalidRecords: number;
  /** False only when no log record is an event. */
  readonly hasEvents: boolean;
  /** Kinds of which some may be; none of any other. */
  readonly eventKinds: EventKinds;
  /** What its values are. */
  readonly valueKinds: ValueKinds;
}

export class MalformedBodyError extends Error {
  readonly code = 'MALFORMED_BODY';
  readonly offset: number;
  constructor(offset: number, reason: string) {
    super(
      `The body is not a well-formed OTLP request: ${reason} at byte ${offset}. Send the protobuf message unchanged and whole.`,
    );
    this.offset = offset;
  }
}

/**
 * Walks a protobuf body once, without allocating per field, and proves what the engine needs: every tag, length and nesting of a
 * known field is as declared. Encoding: protobuf.dev/programming-guides/encoding. Raises MalformedBodyError with the byte offset, and
 * TooManyMessagesError.
 */
export const checkWire = (body: Uint8Array, table: MessageTable): WireCheck => {
  const walk: Walk = {
    body,
    at: 0,
    records: 0,
    messages: 0,
    hasDeepValues: false,
    hasEvents: false,
    eventKinds: 0,
    invalidRecords: 0,
    valueKinds: 0,
  };
  walkMessage(walk, table, body.length, 1, 0);
  return walk;
};

interface Walk extends ByteCursor {
  records: number;
  messages: number;
  hasDeepValues: boolean;
  hasEvents: boolean;
  eventKinds: EventKinds;
  invalidRecords: number;
  valueKinds: ValueKinds;
}

const walkMessage = (walk: Walk, table: MessageTable, end: number, depth: number, valueDepth: number): void => {
  if (depth > deepestNesting)
    throw new MalformedBodyError(walk.at, `messages nest deeper than ${deepestNesting} levels`);
  let ids = 0;
  let choices = 0;
  while (walk.at < end) {
    const tagAt = walk.at;
    const tag = readNumber(walk, end);
    const field = tag < 0x80 ? tag >>> 3 : Math.floor(tag / 8);
    const wireType = tag & 7;
    if (field < 1 || field > 536_870_911) throw new MalformedBodyError(tagAt, `field number ${field} is not allowed`);
    if (field === markerField && depth === 1) throw new MalformedBodyError(tagAt, `field ${markerField} is reserved`);
    const rule = field < table.fields.length ? table.fields[field] : undefined;
    if (rule?.isChoice && (choices += 1) > 1)
      throw new MalformedBodyError(tagAt, `${table.name} holds more than one value`);
    if (table.kindBase !== 0 && rule !== undefined) walk.valueKinds |= table.kindBase << field;
    if (rule === undefined) {
      skip(walk, wireType, end, tagAt);
    } else if (wireType === rule.wireType) {
      if (rule.isBool) {
        if (readNumber(walk, end) > 1) throw new MalformedBodyError(tagAt, 'a boolean is neither 0 nor 1');
        continue;
      }
      if (wireType !== wire.bytes) {
        skip(walk, wireType, end, tagAt);
        continue;
      }
      const valueEnd = readLength(walk, end);
      if (rule.message === undefined) {
        if (rule.idLength > 0 && isValidId(walk.body, walk.at, valueEnd, rule.idLength)) ids += 1;
        if (rule.namesEvent !== eventNaming.never) noteEvent(rule.namesEvent, walk, valueEnd);
        walk.at = valueEnd;
      } else {
        if (rule.nests && valueDepth >= deepestValue) walk.hasDeepValues = true;
        walkMessage(
          walk,
          rule.message,
          valueEnd,
          depth + 1,
          rule.message.name === 'AnyValue' ? valueDepth + 1 : valueDepth,
        );
      }
    } else if (wireType === wire.bytes && rule.packedSize >= 0) {
      skipPacked(walk, rule.packedSize, end);
    } else {
      throw new MalformedBodyError(
        tagAt,
        `field ${field} of ${table.name} has wire type ${wireType} instead of ${rule.wireType}`,
      );
    }
  }
  if ((walk.messages += 1) > mostMessages) throw new TooManyMessagesError(mostMessages);
  if (table.isRecord) walk.records += 1;
  if (table.requiredIds > 0 && ids !== table.requiredIds) walk.invalidRecords += 1;
};

const readNumber = (walk: Walk, end: number): number => {
  const byte = walk.at < end ? (walk.body[walk.at] as number) : 0x80;
  if (byte >= 0x80) return readLongNumber(walk, end);
  walk.at += 1;
  return byte;
};

const readLongNumber = (walk: Walk, end: number): number => {
  const value = readVarint(walk, end);
  if (value < 0)
    throw new MalformedBodyError(
      walk.at,
      walk.at + 10 <= end ? 'a number is longer than 64 bits' : 'a number is cut off',
    );
  return value;
};

/** Reads a length and answers where the value ends. */
const readLength = (walk: Walk, end: number): number => {
  const at = walk.at;
  const length = readNumber(walk, end);
  if (length > end - walk.at)
    throw new MalformedBodyError(
      at,
      `a length of ${length} passes the end of its message by ${length - (end - walk.at)} bytes`,
    );
  return walk.at + length;
};

const skip = (walk: Walk, wireType: number, end: number, tagAt: number): void => {
  if (wireType === wire.bytes) walk.at = readLength(walk, end);
  else if (wireType === wire.varint) readNumber(walk, end);
  else if (wireType === wire.fixed64) skipBytes(walk, 8, end);
  else if (wireType === wire.fixed32) skipBytes(walk, 4, end);
  else throw new MalformedBodyError(tagAt, `wire type ${wireType} is not allowed`);
};

const skipBytes = (walk: Walk, count: number, end: number): void => {
  if (count > end - walk.at) throw new MalformedBodyError(walk.at, 'a fixed-size number is cut off');
  walk.at += count;
};

const skipPacked = (walk: Walk, size: number, end: number): void => {
  const at = walk.at;
  const valueEnd = readLength(walk, end);
  if (size > 0 && (valueEnd - walk.at) % size !== 0)
    throw new MalformedBodyError(at, `packed numbers do not fill ${size} bytes each`);
  if (size > 0) walk.at = valueEnd;
  else while (walk.at < valueEnd) readNumber(walk, valueEnd);
};

const eventKey = Buffer.from('event.name');

const noteEvent = (naming: EventNaming, walk: Walk, end: number): void => {
  const { body, at } = walk;
  if (naming === eventNaming.byName) {
    if (end === at) return;
    walk.hasEvents = true;
    walk.eventKinds |= eventKindOf(Buffer.from(body.buffer, body.byteOffset + at, end - at).toString('latin1'));
  } else if (isEventKey(body, at, end)) {
    walk.hasEvents = true;
    walk.eventKinds = everyEventKind;
  }
};

const isEventKey = (body: Uint8Array, at: number, end: number): boolean => {
  if (end - at !== eventKey.length) return false;
  for (let index = 0; index < eventKey.length; index += 1) if (body[at + index] !== eventKey[index]) return false;
  return true;
};

const isValidId = (body: Uint8Array, start: number, end: number, length: number): boolean => {
  if (end - start !== length) return false;
  for (let at = start; at < end; at += 1) if (body[at] !== 0) return true;
  return false;
};
