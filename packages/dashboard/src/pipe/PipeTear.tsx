import { Fragment } from 'react';
import { formatCount } from '../format/number.ts';
import type { Tear } from './draw/tear.ts';

interface Props {
  readonly tear: Tear;
  readonly words: string;
  readonly onRead: (words: string | null) => void;
}

/** The break in the glass, with the rows that are missing or extra; where the run was cut short only their count. */
export const PipeTear = ({ tear, words, onRead }: Props) => (
  <g
    role="img"
    aria-label={words}
    className={tear.isCutShort ? 'tone-aside' : 'tone-warn'}
    onPointerEnter={() => onRead(words)}
    onPointerLeave={() => onRead(null)}
  >
    {tear.isCutShort ? null : (
      <>
        <path className="hole" d={tear.hole} />
        {tear.edges.map((edge) => (
          <path key={edge} className="torn" d={edge} />
        ))}
      </>
    )}
    <path className="leader" d={tear.leader} />
    <text {...tear.label} textAnchor={tear.anchor} className="toned">
      {tear.isCutShort ? null : <tspan className="strong">≠ </tspan>}
      {tear.open.map(({ rows, word }, index) => (
        <Fragment key={word}>
          {index === 0 ? '' : ', '}
          <tspan className="strong">{formatCount(rows)}</tspan> {word}
        </Fragment>
      ))}
    </text>
  </g>
);
