import { cell } from './table.ts';

interface Props {
  readonly name: string;
  /** Classes: how wide it may become, how it looks. */
  readonly extraClass?: string;
  /** Where it is more than its name: a link. */
  readonly children?: React.ReactNode;
}

/** What a row is about: on one line, whole on hover. */
export const NameCell = ({ name, extraClass = 'max-w-[36ch]', children = name }: Props) => (
  <th scope="row" className={`${cell} ${extraClass} truncate`} title={name}>
    {children}
  </th>
);
