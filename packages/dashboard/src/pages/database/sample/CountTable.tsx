import { FigureCell } from '../../../components/table/FigureCell.tsx';
import { cell, headCell, headFigure, tableClass } from '../../../components/table/table.ts';

interface Props {
  readonly caption: string;
  readonly head: readonly [string, string];
  readonly items: readonly { readonly name: string; readonly count: number }[];
  readonly format: (count: number) => string;
}

/** Names and how much there is of each. */
export const CountTable = ({ caption, head, items, format }: Props) => (
  <table className={tableClass}>
    <caption className="sr-only">{caption}</caption>
    <thead>
      <tr>
        <th className={headCell}>{head[0]}</th>
        <th className={headFigure}>{head[1]}</th>
      </tr>
    </thead>
    <tbody>
      {items.map(({ name, count }) => (
        <tr key={name} className="hover:bg-raised">
          <th scope="row" className={cell}>
            {name}
          </th>
          <FigureCell name={head[1]} value={count} format={format} />
        </tr>
      ))}
    </tbody>
  </table>
);
