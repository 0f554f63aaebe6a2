import { nearest } from '@sightglass/model';
import type { z } from 'zod';

interface Named {
  readonly namespace: string;
  readonly name: string;
}

interface Entry extends Named {
  readonly dependsOn: readonly string[];
  readonly stages: readonly { readonly name: string }[];
}

/** Finds the pipeline that `dependsOn` of `of` means: `name` in the same namespace, or `namespace/name`. */
export const upstreamsAmong = <Of extends Named>(all: readonly Of[]) => {
  const byKey = new Map(all.map((one) => [keyOf(one), one]));
  const byPath = new Map(all.map((one) => [`${one.namespace}/${one.name}`, one]));
  return (text: string, of: Named): Of | undefined =>
    byKey.get(keyOf({ namespace: of.namespace, name: text })) ?? byPath.get(text);
};

/** Refuses names that are given twice, dependencies on what is not listed, and circles. */
export const checkPipelines = (entries: readonly Entry[], context: z.RefinementCtx): void => {
  const refuse = (path: (string | number)[], message: string) => context.addIssue({ code: 'custom', path, message });
  const find = upstreamsAmong(entries);
  const seen = new Set<string>();
  entries.forEach((entry, index) => {
    if (seen.has(keyOf(entry)))
      refuse(
        [index, 'name'],
        `"${entry.name}" is listed twice in namespace "${entry.namespace}"; write one entry for it`,
      );
    seen.add(keyOf(entry));
    entry.stages.forEach(({ name }, at) => {
      if (entry.stages.findIndex((stage) => stage.name === name) < at)
        refuse([index, 'stages', at, 'name'], `"${name}" is listed twice; a stage has one deadline`);
    });
    entry.dependsOn.forEach((text, at) => {
      if (find(text, entry) === undefined) refuse([index, 'dependsOn', at], unknownWords(text, entry, entries));
    });
  });
  for (const { index, at, circle } of circlesOf(entries))
    refuse([index, 'dependsOn', at], `"${circle[0]}" would wait for itself: ${circle.join(' → ')}`);
};

const unknownWords = (text: string, { namespace }: Named, all: readonly Named[]): string => {
  const known = all.map((one) => (one.namespace === namespace ? one.name : `${one.namespace}/${one.name}`));
  const meant = nearest(text, known) ?? known.find((name) => name.split('/').at(-1) === text);
  return `"${text}" is not a pipeline of this file. ${
    meant === undefined ? `Add an entry with \`name: ${text}\`; no more is needed.` : `Did you mean "${meant}"?`
  }`;
};

interface Circle {
  readonly index: number;
  readonly at: number;
  /** Begins and ends with the same name. */
  readonly circle: readonly string[];
}

/** Each circle once, where the file closes it. */
const circlesOf = (entries: readonly Entry[]): Circle[] => {
  const find = upstreamsAmong(entries);
  const circles: Circle[] = [];
  const finished = new Set<Entry>();
  const visit = (entry: Entry, way: readonly Entry[]): void => {
    if (finished.has(entry)) return;
    entry.dependsOn.forEach((text, at) => {
      const next = find(text, entry);
      if (next === undefined) return;
      const here = [...way, entry];
      const from = here.indexOf(next);
      if (from === -1) return visit(next, here);
      const circle = [...here.slice(from), next].map(({ name }) => name);
      circles.push({ index: entries.indexOf(entry), at, circle });
    });
    finished.add(entry);
  };
  for (const entry of entries) visit(entry, []);
  return circles;
};

const keyOf = ({ namespace, name }: Named): string => JSON.stringify([namespace, name]);
