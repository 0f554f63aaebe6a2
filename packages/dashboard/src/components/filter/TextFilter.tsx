import { useEffect, useEffectEvent, useRef, useState } from 'react';

interface Props {
  /** What is typed: `Text of the error`. */
  readonly name: string;
  readonly value: string;
  readonly onChange: (value: string | undefined) => void;
}

const typingMs = 300;

/** Text that narrows a list; it is looked for when the typing pauses. */
export const TextFilter = ({ name, value, onChange }: Props) => {
  const [typed, setTyped] = useState(value);
  const sent = useRef(value);
  const send = useEffectEvent((text: string) => {
    sent.current = text;
    onChange(text === '' ? undefined : text);
  });
  useEffect(() => {
    if (value === sent.current) return;
    sent.current = value;
    setTyped(value);
  }, [value]);
  useEffect(() => {
    if (typed.trim() === sent.current) return;
    const timer = setTimeout(() => send(typed.trim()), typingMs);
    return () => clearTimeout(timer);
  }, [typed]);
  return (
    <input
      data-search
      type="search"
      value={typed}
      onChange={(event) => setTyped(event.target.value)}
      placeholder={name}
      aria-label={name}
      className="control w-56 justify-start max-sm:w-full"
    />
  );
};
