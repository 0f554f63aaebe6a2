import { widthOf } from './text.ts';

export interface Column<T> {
  readonly title: string;
  readonly cell: (item: T) => string;
  readonly align?: 'left' | 'right';
}

/** Rows under titles, columns as wide as their widest cell, two spaces apart; `below` each item what more there is to say. */
export const renderTable = <T>(
  columns: readonly Column<T>[],
  items: readonly T[],
  below: (item: T) => readonly string[] = () => [],
): string => {
  const titles = columns.map(({ title }) => title);
  const rows = items.map((item) => columns.map(({ cell }) => cell(item)));
  const widths = columns.map((_, index) => Math.max(...[titles, ...rows].map((row) => widthOf(row[index] ?? ''))));
  const line = (row: readonly string[]): string =>
    row
      .map((cell, index) => fit(cell, widths[index] ?? 0, columns[index]?.align))
      .join('  ')
      .trimEnd();
  return [line(titles), ...items.flatMap((item, index) => [line(rows[index] ?? []), ...below(item)])].join('\n');
};

const fit = (cell: string, width: number, align: 'left' | 'right' = 'left'): string => {
  const space = ' '.repeat(width - widthOf(cell));
  return align === 'right' ? space + cell : cell + space;
};
