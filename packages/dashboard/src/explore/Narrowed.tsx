interface Props<Key extends string> {
  readonly search: Readonly<Partial<Record<NoInfer<Key>, string>>>;
  /** The keys of the address that narrow, and what each is called. */
  readonly names: Readonly<Record<Key, string>>;
  readonly onChange: (next: Partial<Record<NoInfer<Key>, string | undefined>>) => void;
}

/** What a link narrowed the search to; each can be let go. */
export const Narrowed = <Key extends string>({ search, names, onChange }: Props<Key>) => {
  const given = (Object.keys(names) as Key[]).filter((key) => search[key] !== undefined);
  return given.length === 0 ? null : (
    <p className="mt-2 flex flex-wrap items-center gap-2 text-dim">
      Only
      {given.map((key) => (
        <button
          key={key}
          type="button"
          className="control"
          onClick={() => onChange({ [key]: undefined } as Partial<Record<Key, undefined>>)}
          aria-label={`No longer only ${names[key]} ${search[key]}`}
        >
          {names[key]} <span className="max-w-[32ch] truncate font-mono text-second text-ink">{search[key]}</span> ✕
        </button>
      ))}
    </p>
  );
};
