import { requestTypes } from '../otlp/messages.ts';
import type { Signal } from '../otlp/proto.ts';

export interface Repaired {
  readonly body: Uint8Array;
  readonly rejectedRecords: number;
}

interface AnyValue {
  stringValue?: string;
  boolValue?: boolean;
  intValue?: number | string | { toString(): string };
  doubleValue?: number;
  bytesValue?: Uint8Array;
  arrayValue?: { values?: AnyValue[] };
  kvlistValue?: { values?: { key?: string; value?: AnyValue }[] };
}

/** The slow path, for bodies the engine cannot take as they are: deep values become JSON text, spans without valid ids are left out. */
export const repairBody = (signal: Signal, body: Uint8Array): Repaired => {
  const type = requestTypes[signal];
  const request = type.decode(body) as unknown as Record<string, unknown>;
  let rejectedRecords = 0;
  visit(request, (node) => {
    const spans = node['spans'];
    if (Array.isArray(spans)) {
      const valid = spans.filter(hasValidIds);
      rejectedRecords += spans.length - valid.length;
      node['spans'] = valid;
    }
    if (isAnyValue(node['value'])) node['value'] = shallow(node['value']);
    if (isAnyValue(node['body'])) node['body'] = shallow(node['body']);
  });
  return { body: type.encode(request).finish(), rejectedRecords };
};

const visit = (node: unknown, change: (node: Record<string, unknown>) => void): void => {
  if (Array.isArray(node)) {
    for (const item of node) visit(item, change);
  } else if (typeof node === 'object' && node !== null && !(node instanceof Uint8Array)) {
    change(node as Record<string, unknown>);
    for (const child of Object.values(node)) visit(child, change);
  }
};

const isAnyValue = (node: unknown): node is AnyValue =>
  typeof node === 'object' && node !== null && !(node instanceof Uint8Array);

/** Keeps a value and what its array or list holds; what nests deeper becomes JSON text. */
const shallow = (value: AnyValue): AnyValue => {
  if (value.arrayValue !== undefined && value.arrayValue !== null)
    return { arrayValue: { values: (value.arrayValue.values ?? []).map(flat) } };
  if (value.kvlistValue !== undefined && value.kvlistValue !== null) {
    const values = (value.kvlistValue.values ?? []).map((item) => ({
      key: item.key ?? '',
      value: flat(item.value ?? {}),
    }));
    return { kvlistValue: { values } };
  }
  return value;
};

const flat = (value: AnyValue): AnyValue =>
  value.arrayValue || value.kvlistValue ? { stringValue: JSON.stringify(toJson(value)) } : value;

const toJson = (value: AnyValue): unknown => {
  if (value.arrayValue) return (value.arrayValue.values ?? []).map(toJson);
  if (value.kvlistValue)
    return Object.fromEntries(
      (value.kvlistValue.values ?? []).map((item) => [item.key ?? '', toJson(item.value ?? {})]),
    );
  if (Object.hasOwn(value, 'bytesValue')) return Buffer.from(value.bytesValue ?? []).toString('base64');
  if (Object.hasOwn(value, 'stringValue')) return value.stringValue;
  if (Object.hasOwn(value, 'boolValue')) return value.boolValue;
  if (Object.hasOwn(value, 'intValue')) return exactNumber(String(value.intValue));
  if (Object.hasOwn(value, 'doubleValue')) return value.doubleValue;
  return null;
};

const exactNumber = (digits: string): number | string =>
  Number.isSafeInteger(Number(digits)) ? Number(digits) : digits;

const hasValidIds = (span: unknown): boolean => {
  const { traceId, spanId } = span as { traceId?: Uint8Array; spanId?: Uint8Array };
  return isId(traceId, 16) && isId(spanId, 8);
};

const isId = (id: Uint8Array | undefined, length: number): boolean =>
  id?.length === length && id.some((byte) => byte !== 0);
