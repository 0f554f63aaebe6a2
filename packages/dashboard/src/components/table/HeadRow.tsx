import { headCell, headFigure } from './table.ts';

export interface Column {
  readonly name: string;
  /** Figures stand at the right. */
  readonly isFigure?: boolean;
  /** A class, where the column takes more than it needs or is left out of narrow windows. */
  readonly width?: string;
  /** On hover: what the short name means. */
  readonly title?: string | undefined;
}

export const figureColumns = (...names: readonly string[]): Column[] => names.map((name) => ({ name, isFigure: true }));

/** The heads of a table; a name alone is a column of words. */
export const HeadRow = ({ columns }: { columns: readonly (string | Column)[] }) => (
  <tr>
    {columns
      .map((column): Column => (typeof column === 'string' ? { name: column } : column))
      .map(({ name, isFigure = false, width = '', title }) => (
        <th key={name} title={title} className={`${isFigure ? headFigure : headCell} ${width}`}>
          {name}
        </th>
      ))}
  </tr>
);
