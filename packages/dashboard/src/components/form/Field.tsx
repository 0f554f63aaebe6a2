import { useId } from 'react';

interface Props extends Omit<React.InputHTMLAttributes<HTMLInputElement>, 'onChange' | 'className' | 'id'> {
  readonly label: string;
  /** Behind the label, quieter. */
  readonly note?: string;
  readonly onText: (text: string) => void;
}

/** A line of text somebody types, with its label. */
export const Field = ({ label, note, onText, ...input }: Props) => {
  const id = useId();
  return (
    <div className="mt-4">
      <label htmlFor={id} className="block">
        {label} {note === undefined ? null : <span className="text-dim">{note}</span>}
      </label>
      <input
        {...input}
        id={id}
        onChange={(event) => onText(event.target.value)}
        className="mt-1 h-8 w-full rounded-control border border-edge bg-paper px-2 pointer-coarse:h-11"
      />
    </div>
  );
};
