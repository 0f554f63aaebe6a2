import { figureCell } from './table.ts';

interface Props {
  /** The head of its column; said again beside the figure on a phone, where rows stack. */
  readonly name: string;
  /** Null where there is none. */
  readonly value: number | null | undefined;
  readonly format: (value: number) => string;
  /** How a figure other than zero looks. */
  readonly loud?: string | undefined;
  /** Classes: where it is left out. */
  readonly extraClass?: string;
  /** Why there is none. */
  readonly title?: string | undefined;
}

export const FigureCell = ({ name, value, format, loud = '', extraClass = '', title }: Props) => {
  const isNothing = value === null || value === undefined || value === 0;
  return (
    <td
      data-name={name}
      title={title}
      data-nothing={isNothing || undefined}
      className={`${figureCell} ${isNothing ? 'text-dim' : loud} ${extraClass}`}
    >
      {value === null || value === undefined ? '–' : format(value)}
    </td>
  );
};
