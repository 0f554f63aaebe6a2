import { formatCount } from '../format/number.ts';
import type { Tear } from './tear.ts';

interface Props {
  readonly tear: Tear;
  readonly words: string;
  readonly onRead: (words: string | null) => void;
}

/** The break in the glass, with the rows nobody explains; for rows left in hand only their count. */
export const PipeTear = ({ tear, words, onRead }: Props) => (
  <g
    role="img"
    aria-label={words}
    className={tear.isInHand ? 'tone-aside' : 'tone-warn'}
    onPointerEnter={() => onRead(words)}
    onPointerLeave={() => onRead(null)}
  >
    {tear.isInHand ? null : (
      <>
        <path className="hole" d={tear.hole} />
        {tear.edges.map((edge) => (
          <path key={edge} className="torn" d={edge} />
        ))}
      </>
    )}
    <path className="leader" d={tear.leader} />
    <text {...tear.label} textAnchor={tear.anchor} className="toned">
      <tspan className="strong">
        {tear.isInHand ? '' : '≠ '}
        {formatCount(Math.abs(tear.difference))}
      </tspan>{' '}
      {tear.word}
    </text>
  </g>
);
