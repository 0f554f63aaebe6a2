import type { Edge } from './edges.ts';
import type { Section } from './sections.ts';

/** As tracks of a railway: a section keeps the lane of what it follows while that is free, else takes the first free one. */
export const lanesOf = (
  sections: readonly Section[],
  edges: readonly Edge[],
  columnOf: ReadonlyMap<string, number>,
): Map<string, number> => {
  const lanes = new Map<string, number>();
  const column = (key: string) => columnOf.get(key) ?? 0;
  const lane = (key: string) => lanes.get(key) ?? 0;
  const inputs = Map.groupBy(edges, ({ to }) => to);
  const earlierInputs = (key: string) =>
    (inputs.get(key) ?? []).map(({ from }) => from).filter((from) => column(from) < column(key));
  const tracks = createTracks();
  const mainFirst = sections.toSorted((a, b) => column(a.key) - column(b.key) || b.rows.read - a.rows.read);
  for (const { key } of mainFirst) {
    const upstream = earlierInputs(key).sort((a, b) => lane(a) - lane(b));
    const kept = upstream.find((from) => tracks.isFree(lane(from), column(from) + 1));
    const own = kept === undefined ? tracks.firstFree(column(key)) : lane(kept);
    lanes.set(key, own);
    tracks.take(own, column(key));
  }
  return lanes;
};

/** How far each lane is taken; sections come in order of their columns, so that one number a lane is enough. */
const createTracks = () => {
  const takenTo: number[] = [];
  let [searched, from] = [-1, 0];
  const isFree = (lane: number, column: number) => (takenTo[lane] ?? -1) < column;
  return {
    isFree,
    firstFree: (column: number): number => {
      if (column !== searched) [searched, from] = [column, 0];
      while (!isFree(from, column)) from += 1;
      return from;
    },
    take: (lane: number, column: number) => {
      takenTo[lane] = column;
    },
  };
};
