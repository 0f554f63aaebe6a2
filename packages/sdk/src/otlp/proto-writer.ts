import { putLargeVarint, putUnixNano, putUnixNanoOf, sizeOfVarint } from './put.ts';

const shortString = 60;
const firstCapacity = 64 * 1024;

export const wire = { varint: 0, fixed64: 1, bytes: 2, fixed32: 5 } as const;

/** Writes protobuf into one growing buffer, in a single pass: a message's length goes in once its end is known. */
export class ProtoWriter {
  #buffer = Buffer.allocUnsafeSlow(firstCapacity);
  #at = 0;

  get length(): number {
    return this.#at;
  }

  /** A copy of what was written; the writer is empty afterwards. */
  take(): Buffer {
    const bytes = Buffer.from(this.#buffer.subarray(0, this.#at));
    this.#at = 0;
    return bytes;
  }

  /** What was written since the writer was `length` long; good until the next change. */
  since(length: number): Buffer {
    return this.#buffer.subarray(length, this.#at);
  }

  /** Forgets what was written since the writer was `length` long. */
  rewind(length: number): void {
    this.#at = length;
  }

  tag(field: number, type: number): void {
    this.varint((field << 3) | type);
  }

  /** A whole number from 0 to 2^53. */
  varint(value: number): void {
    this.#reserve(10);
    if (value < 0x80) {
      this.#buffer[this.#at++] = value;
      return;
    }
    this.#at = putLargeVarint(this.#buffer, this.#at, value);
  }

  int64(value: number | bigint): void {
    if (typeof value === 'number' && value >= 0) {
      this.varint(value);
      return;
    }
    this.#reserve(10);
    let rest = BigInt.asUintN(64, BigInt(value));
    for (; rest >= 0x80n; rest >>= 7n) this.#buffer[this.#at++] = Number(rest & 0x7fn) | 0x80;
    this.#buffer[this.#at++] = Number(rest);
  }

  double(value: number): void {
    this.#reserve(8);
    this.#at = this.#buffer.writeDoubleLE(value, this.#at);
  }

  fixed32(value: number): void {
    this.#reserve(4);
    this.#at = this.#buffer.writeUInt32LE(value, this.#at);
  }

  /** Milliseconds since the epoch, as nanoseconds. */
  unixNano(atMs: number): void {
    this.#reserve(8);
    this.#at = putUnixNano(this.#buffer, this.#at, atMs);
  }

  unixNanoOf(seconds: number, nanos: number): void {
    this.#reserve(8);
    this.#at = putUnixNanoOf(this.#buffer, this.#at, seconds, nanos);
  }

  /** Makes room for so many bytes, which the caller writes to {@link buffer} at once; the index of the first. */
  claim(bytes: number): number {
    this.#reserve(bytes);
    const at = this.#at;
    this.#at += bytes;
    return at;
  }

  /** What {@link claim} has made room in; another one after the next change. */
  get buffer(): Uint8Array {
    return this.#buffer;
  }

  raw(bytes: Uint8Array): void {
    this.#reserve(bytes.byteLength);
    this.#buffer.set(bytes, this.#at);
    this.#at += bytes.byteLength;
  }

  /** Length, then the bytes. */
  bytes(bytes: Uint8Array): void {
    this.varint(bytes.byteLength);
    this.raw(bytes);
  }

  /** Length, then bytes given as hex, such as a trace id: so few that calling native code would cost more. */
  hex(text: string): void {
    const bytes = text.length >> 1;
    this.varint(bytes);
    this.#reserve(bytes);
    const buffer = this.#buffer;
    let at = this.#at;
    for (let index = 0; index < bytes * 2; index += 2) {
      buffer[at++] = (hexDigit(text.charCodeAt(index)) << 4) | hexDigit(text.charCodeAt(index + 1));
    }
    this.#at = at;
  }

  /** Length, then UTF-8. */
  string(text: string): void {
    if (text.length > shortString || !this.#asciiString(text)) {
      const start = this.open();
      this.#reserve(text.length * 3);
      this.#at += this.#buffer.write(text, this.#at, 'utf8');
      this.close(start);
    }
  }

  /** Begins a message or string whose length is not known yet. `lengthBytes` is kept for it: a wrong guess costs a move. */
  open(lengthBytes = 1): number {
    this.#reserve(lengthBytes);
    this.#at += lengthBytes;
    return this.#at;
  }

  close(start: number, lengthBytes = 1): void {
    const length = this.#at - start;
    const extra = sizeOfVarint(length) - lengthBytes;
    if (extra !== 0) {
      this.#reserve(4);
      this.#buffer.copyWithin(start + extra, start, this.#at);
    }
    this.#at = start - lengthBytes;
    this.varint(length);
    this.#at += length;
  }

  #asciiString(text: string): boolean {
    this.#reserve(shortString + 1);
    const buffer = this.#buffer;
    const { length } = text;
    let at = this.#at;
    buffer[at++] = length;
    for (let index = 0; index < length; index += 1) {
      const code = text.charCodeAt(index);
      if (code >= 0x80) return false;
      buffer[at++] = code;
    }
    this.#at = at;
    return true;
  }

  #reserve(bytes: number): void {
    const needed = this.#at + bytes;
    if (needed <= this.#buffer.byteLength) return;
    const larger = Buffer.allocUnsafeSlow(Math.max(needed, this.#buffer.byteLength * 2));
    this.#buffer.copy(larger, 0, 0, this.#at);
    this.#buffer = larger;
  }
}

/** Of the character code of 0-9, a-f or A-F: letters have bit 6, and 1 in their low half is ten. */
const hexDigit = (code: number): number => (code & 0xf) + (code >> 6) * 9;
