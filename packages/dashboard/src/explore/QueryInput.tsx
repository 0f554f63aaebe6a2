import { parseLogQuery } from '@sightglass/model';
import { useId, useRef, useState } from 'react';

interface Props {
  readonly value: string;
  readonly onChange: (value: string) => void;
  readonly label: string;
  readonly placeholder: string;
  /** What can be written, and what it does. */
  readonly language: readonly (readonly [code: string, does: string])[];
}

/** A search box. Behind the text its parts are tinted; below it, while it has the focus, is the whole language. */
export const QueryInput = ({ value, onChange, label, placeholder, language }: Props) => {
  const hint = useId();
  const shade = useRef<HTMLDivElement>(null);
  const [isFocused, setFocused] = useState(false);
  return (
    <div className="relative min-w-72 flex-1 rounded-control bg-raised">
      <div
        ref={shade}
        aria-hidden="true"
        className="pointer-events-none absolute inset-0 flex items-center overflow-hidden border border-transparent px-3 font-mono whitespace-pre"
      >
        {value === '' ? null : <span>{tint(value)}</span>}
      </div>
      <input
        data-search
        type="text"
        value={value}
        spellCheck={false}
        autoCapitalize="off"
        autoComplete="off"
        aria-label={label}
        aria-describedby={hint}
        placeholder={placeholder}
        onChange={(event) => onChange(event.target.value)}
        onScroll={(event) => {
          if (shade.current !== null) shade.current.scrollLeft = event.currentTarget.scrollLeft;
        }}
        onFocus={() => setFocused(true)}
        onBlur={() => setFocused(false)}
        className={`control h-full w-full justify-start bg-transparent! px-3 font-mono caret-ink ${value === '' ? '' : 'text-transparent'}`}
      />
      <div
        id={hint}
        className={
          isFocused
            ? 'absolute top-full left-0 z-10 mt-1 w-max max-w-full border border-line bg-raised px-3 py-2 text-second text-dim'
            : 'sr-only'
        }
      >
        {language.map(([code, does]) => (
          <Syntax key={code} code={code} does={does} />
        ))}
      </div>
    </div>
  );
};

const Syntax = ({ code, does }: { code: string; does: string }) => (
  <p className="flex gap-4">
    <code className="w-40 font-mono text-ink">{code}</code>
    {does}
  </p>
);

/** The text as typed, its keys and its negated parts coloured. */
const tint = (value: string): React.ReactNode[] =>
  value.split(/(\s+(?=(?:[^"]*"[^"]*")*[^"]*$))/u).map((part, index) => {
    const [term] = parseLogQuery(part);
    if (term === undefined) return part;
    if (term.negated) {
      return (
        <span key={index} className="text-bad">
          {part}
        </span>
      );
    }
    if (term.key === undefined) return part;
    return (
      <span key={index}>
        <span className="text-fluid">{term.key}:</span>
        {part.slice(term.key.length + 1)}
      </span>
    );
  });
