import { formatCount } from '../format/number.ts';
import type { Tear } from './tear.ts';

interface Props {
  readonly tear: Tear;
  readonly words: string;
  readonly onRead: (words: string | null) => void;
}

/** The break in the glass, with the rows nobody explains. */
export const PipeTear = ({ tear, words, onRead }: Props) => {
  const word = tear.isInHand ? 'in hand' : tear.difference > 0 ? 'vanished' : 'from nowhere';
  return (
    <g role="img" aria-label={words} onPointerEnter={() => onRead(words)} onPointerLeave={() => onRead(null)}>
      <path className="hole" d={tear.hole} />
      {tear.edges.map((edge) => (
        <path key={edge} className="torn" d={edge} />
      ))}
      <path className="leader" d={tear.leader} />
      <text {...tear.label} textAnchor={tear.anchor} className="tone-warn toned">
        <tspan className="strong">≠ {formatCount(Math.abs(tear.difference))}</tspan> {word}
      </text>
    </g>
  );
};
