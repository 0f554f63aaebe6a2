import { parseLogQuery } from '@sightglass/model';
import { useId, useRef, useState } from 'react';

/** The search box. Behind the text its parts are tinted; below it, while it has the focus, is the whole language. */
export const QueryInput = ({ value, onChange }: { value: string; onChange: (value: string) => void }) => {
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
        aria-label="Search logs"
        aria-describedby={hint}
        placeholder={'connection refused   stage:load   -"cache miss"'}
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
        <Syntax code="two words" does="both, anywhere in the message" />
        <Syntax code={'"in this order"'} does="a phrase" />
        <Syntax code="time*" does="a word that begins so" />
        <Syntax code="stage:load" does="an attribute or field with this value" />
        <Syntax code="table:fli*" does="one that begins so; table:* has it at all" />
        <Syntax code="severity:WARN+" does="this level and above" />
        <Syntax code="rows:>10 ms:10..20" does="a number above this, or from one to another" />
        <Syntax code="-retry NOT retry" does="without it; works on all of these" />
        <Syntax code="a OR (b c)" does="one or the other; brackets group" />
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
