export interface Fact {
  readonly name: string;
  readonly value: React.ReactNode;
  readonly note?: React.ReactNode;
}

/** A row of readings between two hairlines. */
export const Facts = ({ facts }: { facts: readonly Fact[] }) => (
  <dl className="flex flex-wrap gap-x-10 gap-y-4 border-y border-line py-3 max-sm:grid max-sm:grid-cols-2 max-sm:gap-x-4">
    {facts.map(({ name, value, note }) => (
      <div key={name} className="min-w-0">
        <dt className="text-second text-dim">{name}</dt>
        <dd className="wrap-anywhere">
          {value} {note === undefined ? null : <span className="text-dim">{note}</span>}
        </dd>
      </div>
    ))}
  </dl>
);
