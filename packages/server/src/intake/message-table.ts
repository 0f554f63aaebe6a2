import protobuf from 'protobufjs';
import { requestTypes } from '../wire/messages.ts';
import type { Signal } from '../wire/proto.ts';
import { kindBase } from '../wire/value-kinds.ts';

/** Protocol Buffers wire types; 3 and 4 (groups) are refused. */
export const wire = { varint: 0, fixed64: 1, bytes: 2, fixed32: 5 } as const;

/** What the wire check must know of one field. */
export interface FieldRule {
  readonly wireType: number;
  /** Size of one element when a repeated number may also come packed; 0 for packed varints; -1 when never packed. */
  readonly packedSize: number;
  readonly message: MessageTable | undefined;
  /** Exact length of an id field; 0 for others. */
  readonly idLength: number;
  readonly isBool: boolean;
  /** At most one of these may stand in a message: members of a oneof, and a value that holds one, which the engine does not merge. */
  readonly isChoice: boolean;
  /** True for `array_value` and `kvlist_value`, which nest values. */
  readonly nests: boolean;
  readonly namesEvent: EventNaming;
}

/** What makes a log record an event: its `event_name` unless that is empty, or the key of an attribute if that is `event.name`. */
export const eventNaming = { never: 0, byName: 1, byKey: 2 } as const;

export type EventNaming = (typeof eventNaming)[keyof typeof eventNaming];

/** Rules of one message by field number; unknown fields are only skipped. */
export interface MessageTable {
  readonly name: string;
  readonly fields: (FieldRule | undefined)[];
  /** Where the kinds of an AnyValue are noted (`kindBase`); 0 for every other message. */
  readonly kindBase: number;
  /** Counts as one record: a log record, a span, a data point. */
  readonly isRecord: boolean;
  /** Number of id fields a valid message has (2 for spans: trace id and span id). */
  readonly requiredIds: number;
}

const wireTypes: Readonly<Record<string, number>> = {
  fixed64: wire.fixed64,
  sfixed64: wire.fixed64,
  double: wire.fixed64,
  fixed32: wire.fixed32,
  string: wire.bytes,
  bytes: wire.bytes,
};

const sizes: Readonly<Record<number, number>> = { [wire.varint]: 0, [wire.fixed64]: 8, [wire.fixed32]: 4 };

const buildTables = (root: protobuf.Type): MessageTable => {
  const outside = new Map<protobuf.Type, MessageTable>();
  const inside = new Map<protobuf.Type, MessageTable>();
  const tableOf = (type: protobuf.Type, isInRecord: boolean): MessageTable => {
    const tables = isInRecord ? inside : outside;
    const known = tables.get(type);
    if (known !== undefined) return known;
    const isRecord = type.name === 'LogRecord' || type.name === 'Span' || type.name.endsWith('DataPoint');
    const table: MessageTable = {
      name: type.name,
      fields: [],
      kindBase: type.name !== 'AnyValue' ? 0 : isInRecord ? kindBase.inRecords : kindBase.outside,
      isRecord,
      requiredIds: type.name === 'Span' ? 2 : 0,
    };
    tables.set(type, table);
    for (const field of type.fieldsArray) table.fields[field.id] = ruleOf(type, field, isInRecord || isRecord);
    return table;
  };
  const ruleOf = (type: protobuf.Type, field: protobuf.Field, isInRecord: boolean): FieldRule => {
    const message = field.resolvedType instanceof protobuf.Type ? tableOf(field.resolvedType, isInRecord) : undefined;
    const wireType = message === undefined ? (wireTypes[field.type] ?? wire.varint) : wire.bytes;
    return {
      wireType,
      packedSize: field.repeated && wireType !== wire.bytes ? (sizes[wireType] ?? -1) : -1,
      message,
      isChoice: isOneofMember(field) || (!field.repeated && message?.name === 'AnyValue'),
      isBool: field.type === 'bool',
      idLength: type.name === 'Span' ? idLengthOf(field.name) : 0,
      nests: type.name === 'AnyValue' && message !== undefined,
      namesEvent: eventNamingOf(type.name, field.name, isInRecord),
    };
  };
  return tableOf(root, false);
};

const isOneofMember = (field: protobuf.Field): boolean => field.partOf !== null && !field.options?.['proto3_optional'];

const eventNamingOf = (message: string, field: string, isInRecord: boolean): EventNaming => {
  if (message === 'LogRecord' && field === 'eventName') return eventNaming.byName;
  return message === 'KeyValue' && field === 'key' && isInRecord ? eventNaming.byKey : eventNaming.never;
};

const idLengthOf = (name: string): number => (name === 'traceId' ? 16 : name === 'spanId' ? 8 : 0);

export const requestTables: Readonly<Record<Signal, MessageTable>> = {
  logs: buildTables(requestTypes.logs),
  traces: buildTables(requestTypes.traces),
  metrics: buildTables(requestTypes.metrics),
};
