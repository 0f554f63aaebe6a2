import { spanNames, type TimeRange } from '../../url/time-range.ts';

interface Props {
  readonly range: TimeRange;
  readonly onChange: (time: { readonly last: string; readonly from: undefined; readonly to: undefined }) => void;
  /** Before them: another way out of an empty list. */
  readonly children?: React.ReactNode;
}

/** Longer times in which an empty list may hold something. */
export const OtherTimes = ({ range, onChange, children }: Props) => (
  <p className="mt-3 flex flex-wrap gap-2">
    {children}
    {(['7d', '30d'] as const)
      .filter((span) => span !== range.last)
      .map((span) => (
        <button
          key={span}
          type="button"
          className="control text-ink"
          onClick={() => onChange({ last: span, from: undefined, to: undefined })}
        >
          {spanNames[span]}
        </button>
      ))}
  </p>
);
