import { field } from './log-record.ts';
import { ProtoWriter, wire } from './proto-writer.ts';
import { putBytes, putLargeVarint, putVarint, sizeOfVarint } from './put.ts';

/** The name of an attribute as bytes, with what stands before it. */
export type AttributeName = Uint8Array;

/** Of a name that is no longer than attributes may have (256 characters). */
export const encodeAttributeName = (name: string): AttributeName => {
  const writer = new ProtoWriter();
  writer.tag(1, wire.bytes);
  writer.string(name);
  return writer.take();
};

const attributeTag = (field.attributes << 3) | wire.bytes;
const valueTag = (2 << 3) | wire.bytes;
/** Of `AnyValue`. */
const tag = {
  text: (1 << 3) | wire.bytes,
  boolean: (2 << 3) | wire.varint,
  int: (3 << 3) | wire.varint,
  double: (4 << 3) | wire.fixed64,
};
const firstCapacity = 4096;
/** What an attribute has beside its name and text, at most. */
const mostOverhead = 32;

/**
 * Attributes of one log record in the making. Their values are parts of the line they stand in, and go from bytes to bytes: no text is
 * made of them. Every length is known before, so nothing is moved.
 */
export class LineAttributes {
  #buffer = Buffer.allocUnsafeSlow(firstCapacity);
  #at = 0;

  get length(): number {
    return this.#at;
  }

  /** Copies them to `target`; the index behind them. */
  putInto(target: Uint8Array, at: number): number {
    return putBytes(target, at, this.#buffer, 0, this.#at);
  }

  clear(): void {
    this.#at = 0;
  }

  /** Text: bytes `start` to `end`, which are UTF-8. */
  text(name: AttributeName, bytes: Uint8Array, start: number, end: number): void {
    const textBytes = end - start;
    const buffer = this.#reserve(name.byteLength + textBytes);
    let at = this.#open(buffer, name, 1 + sizeOfVarint(textBytes) + textBytes);
    buffer[at++] = tag.text;
    at = putVarint(buffer, at, textBytes);
    this.#at = putBytes(buffer, at, bytes, start, end);
  }

  boolean(name: AttributeName, value: boolean): void {
    const buffer = this.#reserve(name.byteLength);
    const at = this.#open(buffer, name, 2);
    buffer[at] = tag.boolean;
    buffer[at + 1] = value ? 1 : 0;
    this.#at = at + 2;
  }

  /** As `int` where it is a whole number that a double holds exactly, else as `double`. */
  number(name: AttributeName, value: number): void {
    const buffer = this.#reserve(name.byteLength);
    if (!Number.isSafeInteger(value)) {
      const at = this.#open(buffer, name, 9);
      buffer[at] = tag.double;
      this.#at = buffer.writeDoubleLE(value, at + 1);
    } else if (value < 0) {
      const at = this.#open(buffer, name, 11);
      buffer[at] = tag.int;
      this.#at = putNegative(buffer, at + 1, value);
    } else {
      const at = this.#open(buffer, name, 1 + sizeOfLargeVarint(value));
      buffer[at] = tag.int;
      this.#at = putLargeVarint(buffer, at + 1, value);
    }
  }

  /** Begins an attribute of a record, whose value has `valueBytes`. */
  #open(buffer: Uint8Array, name: AttributeName, valueBytes: number): number {
    let at = this.#at;
    buffer[at++] = attributeTag;
    at = putVarint(buffer, at, name.byteLength + 1 + sizeOfVarint(valueBytes) + valueBytes);
    at = putBytes(buffer, at, name, 0, name.byteLength);
    buffer[at++] = valueTag;
    return putVarint(buffer, at, valueBytes);
  }

  #reserve(bytes: number): Buffer {
    const needed = this.#at + bytes + mostOverhead;
    if (needed <= this.#buffer.byteLength) return this.#buffer;
    const larger = Buffer.allocUnsafeSlow(Math.max(needed, this.#buffer.byteLength * 2));
    this.#buffer.copy(larger, 0, 0, this.#at);
    this.#buffer = larger;
    return larger;
  }
}

const sizeOfLargeVarint = (value: number): number =>
  value < 0x1000_0000 ? sizeOfVarint(value) : 4 + sizeOfVarint(Math.floor(value / 0x1000_0000));

/** Ten bytes: of the 64 bits of its two's complement. */
const putNegative = (buffer: Uint8Array, at: number, value: number): number => {
  let rest = BigInt.asUintN(64, BigInt(value));
  let to = at;
  for (; rest >= 0x80n; rest >>= 7n) buffer[to++] = Number(rest & 0x7fn) | 0x80;
  buffer[to++] = Number(rest);
  return to;
};
