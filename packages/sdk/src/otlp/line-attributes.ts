import { field } from './log-record.ts';
import { ProtoWriter, sizeOfVarint, wire } from './proto-writer.ts';

/** The name of an attribute as bytes, with what stands before it. */
export type AttributeName = Uint8Array;

/** Of a name that is no longer than attributes may have (256 characters). */
export const encodeAttributeName = (name: string): AttributeName => {
  const writer = new ProtoWriter();
  writer.tag(1, wire.bytes);
  writer.string(name);
  return writer.take();
};

/**
 * Attributes of one log record in the making. Their values are parts of the line they stand in, and go from bytes to bytes: no text is
 * made of them. Every length is known before, so nothing is moved.
 */
export class LineAttributes {
  readonly #writer = new ProtoWriter();

  get length(): number {
    return this.#writer.length;
  }

  writeTo(writer: ProtoWriter): void {
    writer.append(this.#writer);
  }

  clear(): void {
    this.#writer.rewind(0);
  }

  /** Text: bytes `start` to `end`, which are UTF-8. */
  text(name: AttributeName, bytes: Uint8Array, start: number, end: number): void {
    const textBytes = end - start;
    this.#open(name, 1 + sizeOfVarint(textBytes) + textBytes);
    this.#writer.tag(1, wire.bytes);
    this.#writer.varint(textBytes);
    this.#writer.part(bytes, start, end);
  }

  boolean(name: AttributeName, value: boolean): void {
    this.#open(name, 2);
    this.#writer.tag(2, wire.varint);
    this.#writer.varint(value ? 1 : 0);
  }

  /** As `int` where it is a whole number that a double holds exactly, else as `double`. */
  number(name: AttributeName, value: number): void {
    if (!Number.isSafeInteger(value)) {
      this.#open(name, 9);
      this.#writer.tag(4, wire.fixed64);
      return this.#writer.double(value);
    }
    this.#open(name, 1 + sizeOfInt64(value));
    this.#writer.tag(3, wire.varint);
    this.#writer.int64(value);
  }

  /** Begins an attribute of a record, whose value has `valueBytes`. */
  #open(name: AttributeName, valueBytes: number): void {
    const writer = this.#writer;
    writer.tag(field.attributes, wire.bytes);
    writer.varint(name.byteLength + 1 + sizeOfVarint(valueBytes) + valueBytes);
    writer.part(name, 0, name.byteLength);
    writer.tag(2, wire.bytes);
    writer.varint(valueBytes);
  }
}

const sizeOfInt64 = (value: number): number => {
  if (value < 0) return 10;
  if (value < 0x1000_0000) return sizeOfVarint(value);
  let size = 4;
  for (let rest = Math.floor(value / 0x1000_0000); rest > 0; rest = Math.floor(rest / 0x80)) size += 1;
  return size;
};
