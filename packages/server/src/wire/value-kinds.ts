/**
 * Which members of `AnyValue` stand in a request, one bit for each field number (opentelemetry/proto/common/v1): those in its records,
 * and those in its resources and scopes eight bits higher. Most requests hold few kinds, and the engine reads a narrow value about
 * twice as fast as one that could be anything.
 */
export type ValueKinds = number;

export const valueFields = {
  string_value: 1,
  bool_value: 2,
  int_value: 3,
  double_value: 4,
  array_value: 5,
  kvlist_value: 6,
  bytes_value: 7,
} as const;

export type ValueField = keyof typeof valueFields;

const anyKind: ValueKinds = Object.values(valueFields).reduce((kinds, field) => kinds | (1 << field), 0);

const outerShift = 8;

export const everyKind: ValueKinds = anyKind | (anyKind << outerShift);

/** The bit of `valueFields` number 0, from which the others follow. */
export const kindBase = { inRecords: 1, outside: 1 << outerShift } as const;

export const kindsInRecords = (kinds: ValueKinds): ValueKinds => kinds & anyKind;
export const kindsOutside = (kinds: ValueKinds): ValueKinds => (kinds >> outerShift) & anyKind;

export const hasKind = (kinds: ValueKinds, field: ValueField): boolean => (kinds & (1 << valueFields[field])) !== 0;
