import protobuf from 'protobufjs';

/** How a field of a message is written. */
export interface JsonField {
  /** In lowerCamelCase, as in JSON. */
  readonly name: string;
  readonly id: number;
  /** In Protocol Buffers text, such as `fixed64`. */
  readonly type: string;
  /** Of its value, where it is none of a message. */
  readonly wireType: 0 | 1 | 2 | 5;
  readonly repeated: boolean;
  /** Numbers of a repeated field lie one after the other. */
  readonly isPacked: boolean;
  /** Bytes in hexadecimal digits: ids of traces and spans. */
  readonly isId: boolean;
  readonly message: protobuf.Type | undefined;
}

const known = new WeakMap<protobuf.Type, readonly JsonField[]>();

/** The fields of a message by number. */
export const fieldsOf = (type: protobuf.Type): readonly JsonField[] => {
  const fields = known.get(type) ?? type.fieldsArray.map(fieldOf).toSorted((a, b) => a.id - b.id);
  known.set(type, fields);
  return fields;
};

const fieldOf = (field: protobuf.Field): JsonField => {
  const { name, id, type, repeated, resolvedType } = field;
  const message = resolvedType instanceof protobuf.Type ? resolvedType : undefined;
  const wireType = message === undefined ? wireTypeOf(type) : 2;
  return {
    name,
    id,
    type,
    wireType,
    repeated,
    isPacked: repeated && wireType !== 2,
    isId: name.endsWith('Id'),
    message,
  };
};

const wireTypeOf = (type: string): JsonField['wireType'] => {
  if (type === 'string' || type === 'bytes') return 2;
  if (type === 'double' || type.endsWith('fixed64')) return 1;
  return type === 'fixed32' ? 5 : 0;
};
