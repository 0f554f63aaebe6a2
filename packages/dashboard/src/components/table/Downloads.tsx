const formats = ['csv', 'ndjson'] as const;
export type FileFormat = (typeof formats)[number];

/** The list as a file. */
export const Downloads = ({ href }: { readonly href: (format: FileFormat) => string }) => (
  <p className="mt-3 ml-auto text-dim">
    Download as{' '}
    {formats.map((format, index) => (
      <span key={format}>
        {index === 0 ? null : ' or '}
        <a className="link" href={href(format)} download>
          {format.toUpperCase()}
        </a>
      </span>
    ))}
  </p>
);
