/** A field of a protobuf message: `tagAt` to `to` is all of it, `from` to `to` its value. */
export interface WireField {
  readonly number: number;
  readonly tagAt: number;
  readonly from: number;
  readonly to: number;
  /** Of a number of varying length. */
  readonly varint?: number;
}

/** The fields of a message in their order. Raises RangeError when a field runs past its end. */
export function* wireFields(message: Buffer): Generator<WireField> {
  let at = 0;
  const varint = (): number => {
    let value = 0;
    for (let scale = 1; ; scale *= 0x80) {
      const byte = message.readUInt8(at++);
      value += (byte & 0x7f) * scale;
      if (byte < 0x80) return value;
    }
  };
  while (at < message.length) {
    const tagAt = at;
    const tag = varint();
    const wire = tag & 7;
    const number = tag >>> 3;
    const valueAt = at;
    if (wire === 0) {
      const value = varint();
      yield { number, tagAt, from: valueAt, to: at, varint: value };
      continue;
    }
    const length = wire === 2 ? varint() : wire === 1 ? 8 : 4;
    const from = at;
    if (at + length > message.length) throw new RangeError(`a field runs past the end of its message at byte ${at}`);
    at += length;
    yield { number, tagAt, from, to: at };
  }
}
