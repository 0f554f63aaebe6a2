import { requestTypes } from '../wire/messages.ts';
import type { Signal } from '../wire/proto.ts';
import { valueText, type AnyValue } from '../wire/value-text.ts';

export interface Repaired {
  readonly body: Uint8Array;
  readonly rejectedRecords: number;
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

/** Keeps a value that the engine unrolls; one that nests deeper becomes JSON text as a whole, so that no text is quoted in another. */
const shallow = (value: AnyValue): AnyValue => (isDeep(value) ? { stringValue: valueText(value) } : value);

const isDeep = ({ arrayValue, kvlistValue }: AnyValue): boolean =>
  (arrayValue?.values ?? []).some(holdsOthers) ||
  (kvlistValue?.values ?? []).some(({ value }) => value !== undefined && value !== null && holdsOthers(value));

const holdsOthers = ({ arrayValue, kvlistValue }: AnyValue): boolean => Boolean(arrayValue ?? kvlistValue);

const hasValidIds = (span: unknown): boolean => {
  const { traceId, spanId } = span as { traceId?: Uint8Array; spanId?: Uint8Array };
  return isId(traceId, 16) && isId(spanId, 8);
};

const isId = (id: Uint8Array | undefined, length: number): boolean =>
  id?.length === length && id.some((byte) => byte !== 0);
