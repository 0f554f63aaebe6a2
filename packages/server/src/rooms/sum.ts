export const sum = (values: readonly number[]): number => values.reduce((total, value) => total + value, 0);

export const sumOf = <Item>(items: readonly Item[], of: (item: Item) => number): number => sum(items.map(of));
