interface Props {
  readonly glyph?: React.ReactNode;
  /** What the thing belongs to: its namespace, or a link to the list it is in. */
  readonly parent: React.ReactNode;
  readonly name: string;
  readonly mark?: React.ReactNode;
}

/** The line above the sentence of a page about one thing. */
export const Trail = ({ glyph, parent, name, mark }: Props) => (
  <p className="flex items-center gap-2">
    {glyph}
    {parent}
    <span aria-hidden="true">/</span>
    <span className="truncate font-strong text-ink">{name}</span>
    {mark}
  </p>
);
