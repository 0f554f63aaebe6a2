import { formatCount } from '../../../format/number.ts';

interface Props {
  readonly shown: number;
  readonly all: number;
  readonly isWhole: boolean;
  readonly onTurn: () => void;
}

/** Of a long run: how many stages are left out as they went as usual, and the way to them. */
export const StageFold = ({ shown, all, isWhole, onTurn }: Props) => (
  <p className="pb-2 text-dim">
    {isWhole
      ? `All ${formatCount(all)} stages. `
      : `${formatCount(shown)} of ${formatCount(all)} stages: those with trouble, an unusual time or retries, and the slowest. `}
    <button type="button" className="link" aria-expanded={isWhole} onClick={onTurn}>
      {isWhole ? 'Fold those that went as usual' : `Show ${formatCount(all - shown)} more`}
    </button>
  </p>
);
