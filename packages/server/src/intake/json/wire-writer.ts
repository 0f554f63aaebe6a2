/** Protobuf bytes that grow at their end; numbers are written as `varint` and `fixed` describe them (protobuf.dev, "Encoding"). */
export interface WireWriter {
  tag(field: number, wireType: 0 | 1 | 2 | 5): void;
  /** An integer of at most 64 bits; a negative one takes ten bytes. */
  varint(value: number | bigint): void;
  fixed32(value: number): void;
  fixed64(value: number | bigint): void;
  double(value: number): void;
  text(value: string): void;
  bytes(value: Uint8Array): void;
  /** Begins what is preceded by its length; the answer is for {@link WireWriter.close}. */
  open(): number;
  close(opened: number): void;
  /** All that was written, in memory of its own. */
  finish(): Uint8Array<ArrayBuffer>;
}

const twoTo32 = 2 ** 32;

export const createWireWriter = (likelyBytes: number): WireWriter => {
  let buffer = Buffer.allocUnsafeSlow(Math.max(64, likelyBytes));
  let length = 0;

  /** Room for so many bytes at the end; the place where it begins. */
  const take = (bytes: number): number => {
    const at = length;
    length += bytes;
    if (length > buffer.length) {
      const larger = Buffer.allocUnsafeSlow(2 * length);
      buffer.copy(larger, 0, 0, at);
      buffer = larger;
    }
    return at;
  };
  const byte = (value: number): void => {
    const at = take(1); // before `buffer` is read: it may be another one then
    buffer[at] = value;
  };
  const short = (value: number): void => {
    let rest = value;
    while (rest > 0x7f) {
      byte((rest % 128) | 0x80);
      rest = Math.floor(rest / 128);
    }
    byte(rest);
  };
  const varint = (value: number | bigint): void => {
    if (value >= 0 && value <= Number.MAX_SAFE_INTEGER) return short(Number(value));
    let rest = BigInt.asUintN(64, BigInt(value));
    while (rest > 0x7fn) {
      byte(Number(rest & 0x7fn) | 0x80);
      rest >>= 7n;
    }
    byte(Number(rest));
  };

  return {
    tag: (field, wireType) => short(field * 8 + wireType),
    varint,
    fixed32(value) {
      const at = take(4);
      buffer.writeUInt32LE(value >>> 0, at);
    },
    fixed64(value) {
      const at = take(8);
      writeFixed64(buffer, value, at);
    },
    double(value) {
      const at = take(8);
      buffer.writeDoubleLE(value, at);
    },
    text(value) {
      const bytes = Buffer.byteLength(value);
      short(bytes);
      const at = take(bytes);
      buffer.write(value, at, bytes);
    },
    bytes(value) {
      short(value.length);
      const at = take(value.length);
      buffer.set(value, at);
    },
    open: () => take(1),
    close(opened) {
      const begin = opened + 1;
      const bytes = length - begin;
      if (bytes > 0x7f) {
        const more = Math.ceil(Math.log2(bytes + 1) / 7) - 1;
        take(more);
        buffer.copyWithin(begin + more, begin, begin + bytes);
      }
      const end = length;
      length = opened;
      short(bytes);
      length = end;
    },
    finish: () => new Uint8Array(buffer.subarray(0, length)),
  };
};

const writeFixed64 = (buffer: Buffer, value: number | bigint, at: number): void => {
  if (typeof value === 'bigint' || value < 0) {
    buffer.writeBigUInt64LE(BigInt.asUintN(64, BigInt(value)), at);
  } else {
    buffer.writeUInt32LE(value % twoTo32, at);
    buffer.writeUInt32LE(Math.floor(value / twoTo32), at + 4);
  }
};
