import { hasKind, valueFields, type ValueField, type ValueKinds } from '../../../wire/value-kinds.ts';

/**
 * How the engine reads an OTLP AnyValue out of a protobuf segment. Tuples are finite, AnyValue is recursive: values are unrolled one
 * level into arrays and lists; the intake has turned a value that nests deeper into JSON text (`intake/repair.ts`).
 */
export interface AnyValueSql {
  /** ClickHouse type of one value. */
  readonly type: string;
  /** ClickHouse type of a list of attributes. */
  readonly attributesType: string;
  /** SQL text of a value: strings as they are, numbers and booleans in JSON notation, bytes in base64, arrays and lists as JSON. */
  readonly text: (value: string) => string;
  /** SQL map of an attribute list. */
  readonly map: (attributes: string) => string;
}

/** A value that holds no other kinds than these, and perhaps text: a tuple needs a member. */
export const anyValueOf = (kinds: ValueKinds): AnyValueSql => {
  const present = fields.filter((field) => field === 'string_value' || hasKind(kinds, field));
  const isTextOnly = present.length === 1;
  const type = isTextOnly ? 'Tuple(string_value String)' : typeOf(present);
  const text = isTextOnly ? (value: string) => `${value}.string_value` : textBy(present);
  return {
    type,
    attributesType: `Array(Tuple(key String, value ${type}))`,
    text,
    map: (attributes) =>
      `mapFromArrays(${attributes}.key, ${isTextOnly ? text(`${attributes}.value`) : `arrayMap(any -> ${text('any')}, ${attributes}.value)`})`,
  };
};

const fields = Object.keys(valueFields) as ValueField[];

const scalarTypes: Partial<Record<ValueField, string>> = {
  string_value: 'String',
  bool_value: 'Bool',
  int_value: 'Int64',
  double_value: 'Float64',
  bytes_value: 'String',
};

const typeOf = (present: readonly ValueField[]): string => {
  const scalar = tupleOf(present, scalarTypes);
  return tupleOf(present, {
    ...scalarTypes,
    array_value: `Tuple(values Array(${scalar}))`,
    kvlist_value: `Tuple(values Array(Tuple(key String, value ${scalar})))`,
  });
};

/** Named after the oneof: with `input_format_protobuf_oneof_presence` it shows which member was sent. It must list all of them. */
const sent = `value Enum8('none' = 0, ${fields.map((field) => `'${field}' = ${valueFields[field]}`).join(', ')})`;

const tupleOf = (present: readonly ValueField[], types: Partial<Record<ValueField, string>>): string => {
  const members = present.flatMap((field) => (types[field] === undefined ? [] : [`${field} ${types[field]}`]));
  return `Tuple(${[...members, sent].join(', ')})`;
};

type TextOf = (value: string) => string;

const scalarJson: Partial<Record<ValueField, TextOf>> = {
  string_value: (value) => `toJSONString(${value}.string_value)`,
  int_value: (value) => `toString(${value}.int_value)`,
  bool_value: (value) => `if(${value}.bool_value, 'true', 'false')`,
  double_value: (value) => `toString(${value}.double_value)`,
  bytes_value: (value) => `toJSONString(base64Encode(${value}.bytes_value))`,
};

const textBy = (present: readonly ValueField[]): TextOf => {
  const inner = choose(present, scalarJson, 'null');
  return choose(
    present,
    {
      ...scalarJson,
      string_value: (value) => `${value}.string_value`,
      bytes_value: (value) => `base64Encode(${value}.bytes_value)`,
      array_value: (value) =>
        `concat('[', arrayStringConcat(arrayMap(item -> ${inner('item')}, ${value}.array_value.values), ','), ']')`,
      kvlist_value: (value) =>
        `concat('{', arrayStringConcat(arrayMap(item -> concat(toJSONString(item.key), ':', ${inner('item.value')}), ${value}.kvlist_value.values), ','), '}')`,
    },
    '',
  );
};

const choose =
  (present: readonly ValueField[], texts: Partial<Record<ValueField, TextOf>>, otherwise: string): TextOf =>
  (value) => {
    const branches = present.flatMap((field) => {
      const text = texts[field];
      return text === undefined ? [] : [`${value}.value = '${field}', ${text(value)}`];
    });
    return `multiIf(${[...branches, `'${otherwise}'`].join(', ')})`;
  };
