import { weekHourWords } from '../../words/hour-words.ts';

interface Props {
  readonly hour: string;
  readonly zone: string | undefined;
  readonly onChange: (change: Readonly<Record<string, string | undefined>>) => void;
}

/** Which hour of the week the list is narrowed to; it can be let go. */
export const OnlyHour = ({ hour, zone = 'UTC', onChange }: Props) => (
  <p className="mt-2 flex flex-wrap items-center gap-2 text-dim">
    Only runs that started
    <button
      type="button"
      className="control"
      onClick={() => onChange({ hour: undefined, zone: undefined })}
      aria-label={`No longer only ${weekHourWords(hour)}`}
    >
      <span className="text-ink">
        {weekHourWords(hour)}, {zone}
      </span>{' '}
      ✕
    </button>
  </p>
);
