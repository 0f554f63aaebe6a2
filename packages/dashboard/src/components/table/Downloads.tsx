/** A list as a file, in either form; `hrefOf` is the address of one. */
export const Downloads = ({ hrefOf }: { hrefOf: (format: 'csv' | 'ndjson') => string }) => (
  <p className="mt-3 ml-auto text-dim">
    Download as{' '}
    {(['csv', 'ndjson'] as const).map((format, index) => (
      <span key={format}>
        {index === 0 ? null : ' or '}
        <a className="link" href={hrefOf(format)} download>
          {format.toUpperCase()}
        </a>
      </span>
    ))}
  </p>
);
