/** Texts as bytes, in UTF-8, one behind the other. Can be sent to other threads, which then share the bytes. */
export interface TextListData {
  readonly length: number;
  readonly bytes: Uint8Array;
  /** Where each text ends. */
  readonly ends: Uint32Array;
}

const firstBytes = 256;
/** Shorter ones are copied byte by byte, which takes less time than a call. */
const shortBytes = 24;

/** Many texts: no object for each of them, and nothing to copy when threads hand them on. Grows. */
export class TextList implements TextListData {
  length = 0;
  bytes = Buffer.from(new SharedArrayBuffer(firstBytes));
  ends = new Uint32Array(16);

  /** Of all texts together. */
  get textBytes(): number {
    return this.length === 0 ? 0 : this.ends[this.length - 1]!;
  }

  add(from: Uint8Array, start: number, end: number): void {
    const at = this.textBytes;
    const stop = at + end - start;
    if (stop > this.bytes.length) this.#growTo(stop);
    if (end - start > shortBytes) this.bytes.set(from.subarray(start, end), at);
    else for (let byte = start; byte < end; byte += 1) this.bytes[at + byte - start] = from[byte]!;
    if (this.length === this.ends.length) {
      const ends = new Uint32Array(this.length * 2);
      ends.set(this.ends);
      this.ends = ends;
    }
    this.ends[this.length] = stop;
    this.length += 1;
  }

  at(index: number): string {
    return this.bytes.toString('utf8', index === 0 ? 0 : this.ends[index - 1], this.ends[index]);
  }

  all(): string[] {
    return Array.from({ length: this.length }, (_, index) => this.at(index));
  }

  #growTo(bytes: number): void {
    const larger = Buffer.from(new SharedArrayBuffer(Math.max(this.bytes.length * 2, bytes)));
    larger.set(this.bytes);
    this.bytes = larger;
  }
}
