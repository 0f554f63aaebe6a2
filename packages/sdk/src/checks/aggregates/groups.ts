import { Measure, type MeasureData } from './measure.ts';

export interface Group {
  rows: number;
  readonly measures: readonly Measure[];
}

/** Can be sent to another thread. */
export interface GroupsData {
  readonly isFull: boolean;
  readonly groups: readonly (readonly [key: string, rows: number, measures: readonly MeasureData[]])[];
}

/** Beyond, an aggregate is not judged: the columns it goes by are no groups. */
export const mostGroups = 100_000;

/** What is known of each group of rows, by the values that make it one. */
export class Groups {
  readonly #groups = new Map<string, Group>();
  readonly #measures: number;
  #isFull = false;

  constructor(measures: number) {
    this.#measures = measures;
  }

  /** Undefined when there are too many. */
  of(key: string): Group | undefined {
    const found = this.#groups.get(key);
    if (found !== undefined) return found;
    if (this.#groups.size === mostGroups) {
      this.#isFull = true;
      return undefined;
    }
    const group: Group = { rows: 0, measures: Array.from({ length: this.#measures }, () => new Measure()) };
    this.#groups.set(key, group);
    return group;
  }

  get isFull(): boolean {
    return this.#isFull;
  }

  entries(): readonly (readonly [string, Group])[] {
    return [...this.#groups];
  }

  merge({ isFull, groups }: GroupsData): void {
    this.#isFull ||= isFull;
    for (const [key, rows, measures] of groups) {
      const group = this.of(key);
      if (group === undefined) continue;
      group.rows += rows;
      for (const [index, data] of measures.entries()) group.measures[index]!.merge(data);
    }
  }

  data(): GroupsData {
    return {
      isFull: this.#isFull,
      groups: this.entries().map(([key, { rows, measures }]) => [key, rows, measures.map((one) => one.data())]),
    };
  }
}
