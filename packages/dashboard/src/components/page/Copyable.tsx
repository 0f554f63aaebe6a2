import { useState } from 'react';

/** A command or a piece of code to take away. */
export const Copyable = ({ text, label }: { text: string; label: string }) => {
  const [isCopied, setCopied] = useState(false);
  const copy = async () => {
    await navigator.clipboard.writeText(text);
    setCopied(true);
    setTimeout(() => setCopied(false), 2000);
  };
  return (
    <div className="flex min-w-0 items-start gap-3 border-l-2 border-fluid py-1 pl-4">
      <pre className="min-w-0 flex-1 overflow-x-auto font-mono text-second leading-5" tabIndex={0} aria-label={label}>
        {text}
      </pre>
      <button type="button" className="control shrink-0" onClick={() => void copy()} aria-label={`Copy: ${label}`}>
        {isCopied ? 'Copied' : 'Copy'}
      </button>
    </div>
  );
};
