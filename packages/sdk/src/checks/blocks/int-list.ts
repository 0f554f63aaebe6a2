/** Integers in a row; grows. */
export class IntList {
  length = 0;
  #items = new Int32Array(256);

  pushPair(one: number, two: number): void {
    if (this.length + 2 > this.#items.length) {
      const larger = new Int32Array(this.#items.length * 2);
      larger.set(this.#items);
      this.#items = larger;
    }
    this.#items[this.length] = one;
    this.#items[this.length + 1] = two;
    this.length += 2;
  }

  take(): Int32Array<ArrayBuffer> {
    return this.#items.slice(0, this.length);
  }
}
