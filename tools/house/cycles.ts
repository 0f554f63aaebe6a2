/** Paths of the files that a file imports. */
export type ImportGraph = ReadonlyMap<string, readonly string[]>;

/**
 * Groups of files that import one another, directly or by way of others, each sorted; a file that imports itself is one too.
 * Tarjan, "Depth-first search and linear graph algorithms", SIAM Journal on Computing 1 (1972).
 */
export const cyclesIn = (graph: ImportGraph): string[][] => {
  const order = new Map<string, number>();
  const lowest = new Map<string, number>();
  const stack: string[] = [];
  const cycles: string[][] = [];

  const visit = (file: string): number => {
    const index = order.size;
    order.set(file, index);
    stack.push(file);
    let low = index;
    for (const next of graph.get(file) ?? []) {
      if (!order.has(next)) low = Math.min(low, visit(next));
      else if (stack.includes(next)) low = Math.min(low, order.get(next) as number);
    }
    lowest.set(file, low);
    if (low === index) close(file);
    return low;
  };
  const close = (root: string): void => {
    const group = stack.splice(stack.indexOf(root));
    if (group.length > 1 || graph.get(root)?.includes(root) === true) cycles.push(group.sort());
  };

  for (const file of graph.keys()) if (!order.has(file)) visit(file);
  return cycles;
};
