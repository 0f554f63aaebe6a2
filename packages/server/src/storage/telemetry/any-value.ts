/**
 * How the engine reads an OTLP AnyValue out of a protobuf segment. Tuples are finite, AnyValue is recursive: values are unrolled one
 * level into arrays and lists; the intake has turned anything deeper into JSON text (`intake/repair.ts`).
 * `value` is the name of the oneof: with `input_format_protobuf_oneof_presence` it tells which member was sent.
 */
const oneof = `value Enum8('none' = 0, 'string_value' = 1, 'bool_value' = 2, 'int_value' = 3, 'double_value' = 4, 'array_value' = 5, 'kvlist_value' = 6, 'bytes_value' = 7)`;
const scalars = 'string_value String, bool_value Bool, int_value Int64, double_value Float64, bytes_value String';
const scalarValue = `Tuple(${scalars}, ${oneof})`;

export const anyValueType = `Tuple(${scalars}, array_value Tuple(values Array(${scalarValue})), kvlist_value Tuple(values Array(Tuple(key String, value ${scalarValue}))), ${oneof})`;
export const attributesType = `Array(Tuple(key String, value ${anyValueType}))`;

const scalarJson = (value: string): string =>
  `multiIf(${value}.value = 'string_value', toJSONString(${value}.string_value), ${value}.value = 'int_value', toString(${value}.int_value), ` +
  `${value}.value = 'bool_value', if(${value}.bool_value, 'true', 'false'), ${value}.value = 'double_value', toString(${value}.double_value), ` +
  `${value}.value = 'bytes_value', toJSONString(base64Encode(${value}.bytes_value)), 'null')`;

const arrayJson = (value: string): string =>
  `concat('[', arrayStringConcat(arrayMap(item -> ${scalarJson('item')}, ${value}.array_value.values), ','), ']')`;

const listJson = (value: string): string =>
  `concat('{', arrayStringConcat(arrayMap(item -> concat(toJSONString(item.key), ':', ${scalarJson('item.value')}), ${value}.kvlist_value.values), ','), '}')`;

/** SQL text of a value: strings as they are, numbers and booleans in JSON notation, bytes in base64, arrays and lists as JSON. */
export const valueText = (value: string): string =>
  `multiIf(${value}.value = 'string_value', ${value}.string_value, ${value}.value = 'int_value', toString(${value}.int_value), ` +
  `${value}.value = 'bool_value', if(${value}.bool_value, 'true', 'false'), ${value}.value = 'double_value', toString(${value}.double_value), ` +
  `${value}.value = 'array_value', ${arrayJson(value)}, ${value}.value = 'kvlist_value', ${listJson(value)}, ` +
  `${value}.value = 'bytes_value', base64Encode(${value}.bytes_value), '')`;

/** SQL map of an attribute list. */
export const attributeMap = (attributes: string): string =>
  `mapFromArrays(${attributes}.key, arrayMap(any -> ${valueText('any')}, ${attributes}.value))`;

const latestUnixNano = '4102444800000000000'; // 2100-01-01, where 32-bit time buckets still hold

/** SQL instant of a `fixed64` Unix time in nanoseconds; `otherwise` when it was not sent. */
export const instantOf = (unixNano: string, otherwise: string): string =>
  `if(${unixNano} = 0, ${otherwise}, fromUnixTimestamp64Nano(toInt64(least(${unixNano}, ${latestUnixNano})), 'UTC'))`;

/** SQL nanoseconds between two such times; 0 when one was not sent or they are the wrong way round. Start and duration stay addable. */
export const nanosBetween = (start: string, end: string): string =>
  `if(${start} = 0 OR ${end} <= ${start}, 0, least(${end}, ${latestUnixNano}) - least(${start}, ${latestUnixNano}))`;

/** SQL lower-case hex of an id; empty when not sent. */
export const hexOf = (bytes: string): string => `lower(hex(${bytes}))`;
