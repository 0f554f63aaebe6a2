/** Which keys came before, by 64 bits of hash each; 8 bytes a slot. */
export class KeySet {
  size = 0;
  #slots: Int32Array<ArrayBuffer>;

  /** `slots` is a power of two. */
  constructor(slots = 1 << 13) {
    this.#slots = new Int32Array(slots);
  }

  /** False when it came before. */
  add(one: number, two: number): boolean {
    if (this.size * 3 > this.#slots.length) this.#grow();
    return this.#put(one, two);
  }

  /** Pairs of hashes, in any order. */
  all(): Int32Array<ArrayBuffer> {
    const keys = new Int32Array(this.size * 2);
    let at = 0;
    for (let slot = 0; slot < this.#slots.length; slot += 2) {
      if (this.#slots[slot] === 0 && this.#slots[slot + 1] === 0) continue;
      keys[at] = this.#slots[slot]!;
      keys[at + 1] = this.#slots[slot + 1]!;
      at += 2;
    }
    return keys;
  }

  #put(one: number, two: number): boolean {
    const slots = this.#slots;
    const mask = slots.length - 1;
    for (let slot = (one << 1) & mask; ; slot = (slot + 2) & mask) {
      const [there, also] = [slots[slot]!, slots[slot + 1]!];
      if (there === one && also === two) return false;
      if (there === 0 && also === 0) {
        slots[slot] = one;
        slots[slot + 1] = two;
        this.size += 1;
        return true;
      }
    }
  }

  #grow(): void {
    const old = this.#slots;
    this.#slots = new Int32Array(old.length * 2);
    this.size = 0;
    for (let slot = 0; slot < old.length; slot += 2)
      if (old[slot] !== 0 || old[slot + 1] !== 0) this.#put(old[slot]!, old[slot + 1]!);
  }
}
