interface Props {
  /** `database:NAME`, `api:NAME`, `file-store:NAME` or `host:NAME`. */
  readonly system: string;
  readonly onChange: (change: Readonly<Record<string, string | undefined>>) => void;
}

const words: Readonly<Record<string, string>> = {
  database: 'the database',
  api: 'the API',
  'file-store': 'the file store',
  host: 'the host',
};

/** Which system the list is narrowed to; it can be let go. */
export const OnlySystem = ({ system, onChange }: Props) => {
  const [kind = '', ...rest] = system.split(':');
  const name = rest.join(':');
  return (
    <p className="mt-2 flex flex-wrap items-center gap-2 text-dim">
      Only runs that {kind === 'host' ? 'went on at' : 'used'} {words[kind]}
      <button
        type="button"
        className="control max-w-full"
        onClick={() => onChange({ system: undefined })}
        aria-label={`No longer only runs of ${name}`}
        title={name}
      >
        <span className="max-w-[64ch] min-w-0 truncate text-ink">{name}</span> ✕
      </button>
    </p>
  );
};
