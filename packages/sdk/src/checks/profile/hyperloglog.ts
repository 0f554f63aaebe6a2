const indexBits = 13;
const registers = 1 << indexBits;
export const registerBytes = registers;
/** 2 ** -rank. */
const shares = Float64Array.from({ length: 64 }, (_, rank) => 2 ** -rank);
const bias = 0.7213 / (1 + 1.079 / registers);

/** Estimates how many different values were seen, within about 1.2 % (Flajolet et al. 2007), in 8 KiB. */
export class HyperLogLog {
  readonly registers: Uint8Array;

  constructor(given: Uint8Array = new Uint8Array(registers)) {
    this.registers = given;
  }

  add(hash: number, other: number): void {
    const index = hash >>> (32 - indexBits);
    const rank = Math.clz32(other) + 1;
    if (this.registers[index]! < rank) this.registers[index] = rank;
  }

  merge(other: HyperLogLog): void {
    for (let index = 0; index < registers; index += 1) {
      if (this.registers[index]! < other.registers[index]!) this.registers[index] = other.registers[index]!;
    }
  }

  estimate(): number {
    let sum = 0;
    let empty = 0;
    for (const rank of this.registers) {
      sum += shares[rank]!;
      if (rank === 0) empty += 1;
    }
    const raw = (bias * registers * registers) / sum;
    return Math.round(raw <= 2.5 * registers && empty > 0 ? registers * Math.log(registers / empty) : raw);
  }
}
