/** An OTLP `AnyValue` as protobufjs reads it. */
export interface AnyValue {
  readonly stringValue?: string;
  readonly boolValue?: boolean;
  readonly intValue?: { toString(): string };
  readonly doubleValue?: number;
  readonly bytesValue?: Uint8Array;
  readonly arrayValue?: { readonly values?: readonly AnyValue[] } | null;
  readonly kvlistValue?: {
    readonly values?: readonly { readonly key?: string; readonly value?: AnyValue | null }[];
  } | null;
}

/** The text the engine makes of the same value (`storage/telemetry/segment/any-value.ts`), however deep it nests. */
export const valueText = (value: AnyValue | null | undefined): string => {
  if (value === undefined || value === null) return '';
  if (Object.hasOwn(value, 'stringValue')) return value.stringValue ?? '';
  if (Object.hasOwn(value, 'bytesValue')) return base64(value.bytesValue);
  return Object.keys(value).length === 0 ? '' : jsonOf(value);
};

/** Members that were not sent are no own ones: protobufjs keeps defaults in the prototype. */
const jsonOf = (value: AnyValue): string => {
  if (Object.hasOwn(value, 'stringValue')) return JSON.stringify(value.stringValue);
  if (Object.hasOwn(value, 'intValue')) return String(value.intValue);
  if (Object.hasOwn(value, 'boolValue')) return `${value.boolValue}`;
  if (Object.hasOwn(value, 'doubleValue')) return `${value.doubleValue}`;
  if (Object.hasOwn(value, 'bytesValue')) return JSON.stringify(base64(value.bytesValue));
  if (value.arrayValue) return `[${(value.arrayValue.values ?? []).map(jsonOf).join(',')}]`;
  return value.kvlistValue ? `{${(value.kvlistValue.values ?? []).map(memberOf).join(',')}}` : 'null';
};

const memberOf = ({ key, value }: { readonly key?: string; readonly value?: AnyValue | null }): string =>
  `${JSON.stringify(key ?? '')}:${jsonOf(value ?? {})}`;

const base64 = (bytes: Uint8Array | undefined): string => Buffer.from(bytes ?? []).toString('base64');
