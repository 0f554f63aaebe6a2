import { encodeAttributes, type Values } from './attributes.ts';
import { takeBodyRoom } from './body-room.ts';
import type { LineAttributes } from './line-attributes.ts';
import { writeLineRecord, type LineOrigin } from './line-record.ts';
import { ProtoWriter, wire } from './proto-writer.ts';

/**
 * An OTLP export request in the making, of one resource and one instrumentation scope. Logs and traces share the shape
 * request { 1: group { 1: resource, 2: scoped { 1: scope, 2…: records } } }.
 */
export class RecordBatch<T> {
  readonly #writer = new ProtoWriter();
  readonly #resource: Buffer;
  readonly #scope: Buffer;
  readonly #write: (writer: ProtoWriter, record: T) => void;
  #records = 0;

  constructor(resource: Values, scope: InstrumentationScope, write: (writer: ProtoWriter, record: T) => void) {
    this.#resource = delimited(1, encodeAttributes(1, resource));
    this.#scope = delimited(1, encodeScope(scope));
    this.#write = write;
  }

  get records(): number {
    return this.#records;
  }

  get bytes(): number {
    return this.#writer.length;
  }

  /** Written to bytes at once: nothing of the record is kept. One that cannot be written leaves no trace; its error is passed on. */
  add(record: T): void {
    const length = this.#writer.length;
    try {
      this.#writer.tag(2, wire.bytes);
      const start = this.#writer.open(recordLengthBytes);
      this.#write(this.#writer, record);
      this.#writer.close(start, recordLengthBytes);
    } catch (error) {
      this.#writer.rewind(length);
      throw error;
    }
    this.#records += 1;
  }

  /** Adds a log record that is a line of text, UTF-8 from `start` to `end`, with attributes of its `own`. */
  addLine(bytes: Uint8Array, start: number, end: number, atMs: number, origin: LineOrigin, own?: LineAttributes): void {
    writeLineRecord(this.#writer, bytes, start, end, atMs, origin, own);
    this.#records += 1;
  }

  /** The records that were added since the batch was `bytes` long, as {@link addWritten} takes them; good until the next change. */
  writtenSince(bytes: number): Buffer {
    return this.#writer.since(bytes);
  }

  /** A copy of the record that was added when the batch was `bytes` long, which is no more in it then. */
  takeBack(bytes: number): Buffer {
    const record = Buffer.from(this.#writer.since(bytes));
    this.#writer.rewind(bytes);
    this.#records -= 1;
    return record;
  }

  /** Records that another batch of the same kind has written, or that were taken back; they are not counted unless `count` is given. */
  addWritten(records: Uint8Array, count = 0): void {
    this.#writer.raw(records);
    this.#records += count;
  }

  /** The request; once it is delivered its room may be given back. */
  take(): Buffer {
    const parts = this.partsSince(0);
    const request = takeBodyRoom(parts.reduce((sum, { byteLength }) => sum + byteLength, 0));
    let at = 0;
    for (const part of parts) at += part.copy(request, at);
    this.#writer.rewind(0);
    this.#records = 0;
    return request;
  }

  /** A request with the records that were added since the batch was `bytes` long, in pieces; good until the next change. */
  partsSince(bytes: number): readonly Buffer[] {
    const records = this.#writer.since(bytes);
    const scoped = head(2, this.#scope.byteLength + records.byteLength);
    const length = this.#resource.byteLength + scoped.byteLength + this.#scope.byteLength + records.byteLength;
    return [head(1, length), this.#resource, scoped, this.#scope, records];
  }
}

/** Records are mostly between 128 bytes and 16 KiB long. */
const recordLengthBytes = 2;

export interface InstrumentationScope {
  readonly name: string;
  readonly version?: string | undefined;
}

const scratch = new ProtoWriter();

const encodeScope = ({ name, version }: InstrumentationScope): Buffer => {
  scratch.tag(1, wire.bytes);
  scratch.string(name);
  if (version !== undefined) {
    scratch.tag(2, wire.bytes);
    scratch.string(version);
  }
  return scratch.take();
};

const head = (field: number, length: number): Buffer => {
  scratch.tag(field, wire.bytes);
  scratch.varint(length);
  return scratch.take();
};

const delimited = (field: number, bytes: Buffer): Buffer => Buffer.concat([head(field, bytes.byteLength), bytes]);
