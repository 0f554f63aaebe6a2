import type { Section } from './sections.ts';

/** All of `to` stand `distance` columns further than the furthest of `from`. */
export interface Step {
  readonly from: readonly string[];
  readonly to: readonly string[];
  readonly distance: 0 | 1;
}

/** A step as far as its sections are settled. */
interface OpenStep extends Step {
  column: number;
  unsettled: number;
}

/** One further than whatever it follows, or level with what it stands beside. A circle is cut at its first section. */
export const columnsOf = (sections: readonly Section[], steps: readonly Step[]): Map<string, number> => {
  const open = steps.map((step): OpenStep => ({ ...step, column: 0, unsettled: step.from.length }));
  const leaving = indexSteps(open, ({ from }) => from);
  const entering = indexSteps(open, ({ to }) => to);
  const waitsFor = new Map([...entering].map(([key, into]) => [key, into.length]));
  const columns = new Map<string, number>();
  const arrive = (step: OpenStep): string[] =>
    step.to.filter((key) => {
      const left = (waitsFor.get(key) ?? 0) - 1;
      waitsFor.set(key, left);
      return left === 0;
    });
  const settle = (first: string) => {
    const ready = [first];
    for (let key = ready.pop(); key !== undefined; key = ready.pop()) {
      if (columns.has(key)) continue;
      const column = (entering.get(key) ?? []).reduce((most, step) => Math.max(most, step.column), 0);
      columns.set(key, column);
      for (const step of leaving.get(key) ?? []) {
        step.column = Math.max(step.column, column + step.distance);
        step.unsettled -= 1;
        if (step.unsettled === 0) for (const next of arrive(step)) ready.push(next);
      }
    }
  };
  for (const { key } of sections) if (!waitsFor.has(key)) settle(key);
  for (const { key } of sections) settle(key);
  return columns;
};

const indexSteps = (steps: readonly OpenStep[], keysOf: (step: OpenStep) => readonly string[]) => {
  const index = new Map<string, OpenStep[]>();
  for (const step of steps) {
    for (const key of keysOf(step)) {
      const known = index.get(key);
      if (known === undefined) index.set(key, [step]);
      else known.push(step);
    }
  }
  return index;
};
