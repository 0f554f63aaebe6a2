/** Reads protobuf by a table: field number → name and how to read it. Enough to look at OTLP in tests. */
type Kind = 'string' | 'bytes' | 'hex' | 'varint' | 'double' | 'fixed64' | 'fixed32' | Schema;
type Field = readonly [name: string, kind: Kind, repeated?: 'repeated'];
export interface Schema {
  readonly fields: () => Readonly<Record<number, Field>>;
}
export type Message = Record<string, unknown>;

export const decode = (bytes: Buffer, schema: Schema): Message => {
  const fields = schema.fields();
  const message: Message = {};
  let at = 0;
  const varint = (): bigint => {
    let value = 0n;
    for (let shift = 0n; ; shift += 7n) {
      const byte = bytes.readUInt8(at++);
      value |= BigInt(byte & 0x7f) << shift;
      if (byte < 0x80) return BigInt.asIntN(64, value);
    }
  };
  const take = (count: number): Buffer => {
    if (at + count > bytes.length) throw new RangeError(`field runs past the end at ${at}`);
    at += count;
    return bytes.subarray(at - count, at);
  };
  const value = (wire: number, kind: Kind | undefined): unknown => {
    if (wire === 0) return exactly(varint());
    if (wire === 1) return fixed64(take(8), kind);
    if (wire === 5) return take(4).readUInt32LE(0);
    if (wire !== 2) throw new RangeError(`wire type ${wire} at ${at}`);
    const body = take(Number(varint()));
    if (kind === undefined || kind === 'bytes') return body;
    if (kind === 'hex') return body.toString('hex');
    if (kind === 'string') return body.toString('utf8');
    return typeof kind === 'object' ? decode(body, kind) : body;
  };
  while (at < bytes.length) {
    const tag = Number(varint());
    const field = fields[tag >> 3];
    const read = value(tag & 7, field?.[1]);
    if (field === undefined) continue;
    const [name, , repeated] = field;
    if (repeated === undefined) message[name] = read;
    else ((message[name] ??= []) as unknown[]).push(read);
  }
  return message;
};

const fixed64 = (bytes: Buffer, kind: Kind | undefined): unknown =>
  kind === 'double' ? bytes.readDoubleLE(0) : bytes.readBigUInt64LE(0);

const schema = (fields: () => Record<number, Field>): Schema => ({ fields });
const anyValue: Schema = schema(() => ({
  1: ['string', 'string'],
  2: ['bool', 'varint'],
  3: ['int', 'varint'],
  4: ['double', 'double'],
  5: ['array', schema(() => ({ 1: ['values', anyValue, 'repeated'] }))],
  6: ['kvlist', schema(() => ({ 1: ['values', keyValue, 'repeated'] }))],
  7: ['bytes', 'bytes'],
}));
const keyValue: Schema = schema(() => ({ 1: ['key', 'string'], 2: ['value', anyValue] }));
const attributesField: Field = ['attributes', keyValue, 'repeated'];
const resource = schema(() => ({ 1: attributesField }));
const scope = schema(() => ({ 1: ['name', 'string'] }));
const logRecord = schema(() => ({
  1: ['timeUnixNano', 'fixed64'],
  2: ['severityNumber', 'varint'],
  3: ['severityText', 'string'],
  5: ['body', anyValue],
  6: attributesField,
  8: ['flags', 'fixed32'],
  9: ['traceId', 'hex'],
  10: ['spanId', 'hex'],
  11: ['observedTimeUnixNano', 'fixed64'],
  12: ['eventName', 'string'],
}));
const span = schema(() => ({
  1: ['traceId', 'hex'],
  2: ['spanId', 'hex'],
  4: ['parentSpanId', 'hex'],
  5: ['name', 'string'],
  7: ['startTimeUnixNano', 'fixed64'],
  8: ['endTimeUnixNano', 'fixed64'],
  9: attributesField,
  15: ['status', schema(() => ({ 2: ['message', 'string'], 3: ['code', 'varint'] }))],
}));
const points = schema(() => ({
  1: [
    'points',
    schema(() => ({ 4: ['value', 'double'], 6: ['value', 'fixed64'], 7: ['attributes', keyValue, 'repeated'] })),
    'repeated',
  ],
}));
const metric = schema(() => ({
  1: ['name', 'string'],
  3: ['unit', 'string'],
  5: ['numbers', points],
  7: ['numbers', points],
}));
const scoped = (records: Schema) => schema(() => ({ 1: ['scope', scope], 2: ['records', records, 'repeated'] }));
const request = (records: Schema) =>
  schema(() => ({
    1: [
      'groups',
      schema(() => ({ 1: ['resource', resource], 2: ['scopes', scoped(records), 'repeated'] })),
      'repeated',
    ],
  }));

export const logsRequest = request(logRecord);
export const tracesRequest = request(span);
export const metricsRequest = request(metric);

/** A number where it holds the value. */
const exactly = (value: bigint): number | bigint => (Number.isSafeInteger(Number(value)) ? Number(value) : value);

/** AnyValue and KeyValue messages back to plain values. */
export const plain = (value: Message | undefined): unknown => {
  if (value === undefined) return undefined;
  if ('array' in value) return (((value['array'] as Message)['values'] as Message[] | undefined) ?? []).map(plain);
  if ('kvlist' in value) return plainAttributes((value['kvlist'] as Message)['values'] as Message[]);
  if ('bool' in value) return value['bool'] === 1;
  return Object.values(value)[0];
};

export const plainAttributes = (pairs: Message[] | undefined): Record<string, unknown> =>
  Object.fromEntries((pairs ?? []).map((pair) => [pair['key'] as string, plain(pair['value'] as Message)]));
