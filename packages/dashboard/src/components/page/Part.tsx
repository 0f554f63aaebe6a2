interface Props {
  readonly title: string;
  readonly note?: React.ReactNode;
  readonly children: React.ReactNode;
}

/** A section of the page, with what its figures are of. */
export const Part = ({ title, note, children }: Props) => (
  <section aria-label={title} className="mt-10 min-w-0">
    <h2 className="mb-2 text-name">
      {title} <span className="text-body tracking-normal text-dim">{note}</span>
    </h2>
    {children}
  </section>
);
