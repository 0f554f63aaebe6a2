import type { Context } from '@opentelemetry/api';

/**
 * OpenTelemetry's own context copies a Map for each value that is set, which is most of what a short stage costs. A run has a handful of values and
 * many contexts, so here they stand in two short arrays; what is not among them is looked up in the context around the run.
 */
export class FlatContext implements Context {
  readonly #around: Context;
  readonly #keys: readonly symbol[];
  readonly #values: readonly unknown[];

  constructor(around: Context, keys: readonly symbol[] = [], values: readonly unknown[] = []) {
    this.#around = around;
    this.#keys = keys;
    this.#values = values;
  }

  getValue(key: symbol): unknown {
    const at = this.#keys.indexOf(key);
    return at === -1 ? this.#around.getValue(key) : this.#values[at];
  }

  setValue(key: symbol, value: unknown): Context {
    const at = this.#keys.indexOf(key);
    if (at === -1) return new FlatContext(this.#around, [...this.#keys, key], [...this.#values, value]);
    return new FlatContext(this.#around, this.#keys, this.#values.with(at, value));
  }

  deleteValue(key: symbol): Context {
    return this.setValue(key, undefined);
  }
}
