/** A statement on one line, whole on hover. */
export const Statement = ({ text, width = 'max-w-[60ch]' }: { text: string; width?: string }) => (
  <code title={text} className={`block truncate font-mono text-second max-sm:max-w-[calc(100vw-32px)] ${width}`}>
    {text.replaceAll(/\s+/gu, ' ')}
  </code>
);
