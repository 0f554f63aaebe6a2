import { stripVTControlCharacters } from 'node:util';

export interface Column<T> {
  readonly title: string;
  readonly cell: (item: T) => string;
  readonly align?: 'left' | 'right';
}

/** Rows under titles, columns as wide as their widest cell, two spaces apart. */
export const renderTable = <T>(columns: readonly Column<T>[], items: readonly T[]): string => {
  const rows = [columns.map(({ title }) => title), ...items.map((item) => columns.map(({ cell }) => cell(item)))];
  const widths = columns.map((_, index) => Math.max(...rows.map((row) => widthOf(row[index] ?? ''))));
  return rows
    .map((row) =>
      row
        .map((cell, index) => fit(cell, widths[index] ?? 0, columns[index]?.align))
        .join('  ')
        .trimEnd(),
    )
    .join('\n');
};

const characters = new Intl.Segmenter();
const widthOf = (cell: string): number => Array.from(characters.segment(stripVTControlCharacters(cell))).length;

const fit = (cell: string, width: number, align: 'left' | 'right' = 'left'): string => {
  const space = ' '.repeat(width - widthOf(cell));
  return align === 'right' ? space + cell : cell + space;
};
