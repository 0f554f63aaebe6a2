import type { StripPath } from './run-strip.ts';
import { stripMeasure } from './strip-shapes.ts';

interface Mark {
  readonly key: string;
  readonly title: string;
  readonly onPress?: () => void;
}

interface Props {
  readonly label: string;
  readonly paths: readonly StripPath[];
  /** What is pointed at, a slot each, oldest first. */
  readonly marks: readonly Mark[];
}

export const slots = 30;

/** Marks on a line, the latest at the right. A table says the same. */
export const Strip = ({ label, paths, marks }: Props) => {
  const { pitch, height, foot } = stripMeasure;
  return (
    <svg width={slots * pitch} height={height + foot + 2} role="img" aria-label={label}>
      <path d={`M0 ${height + 0.5}H${slots * pitch}`} stroke="var(--line)" />
      <g transform={`translate(${(slots - marks.length) * pitch} 0)`}>
        {paths.map(({ tone, isOutline, path }) => (
          <path
            key={`${tone} ${isOutline}`}
            className={tone === 'fluid' && !isOutline ? 'text-liquid' : `tone tone-${tone}`}
            d={path}
            fill={isOutline ? 'none' : 'currentColor'}
            stroke={isOutline ? 'currentColor' : 'none'}
          />
        ))}
        {marks.map(({ key, title, onPress }, index) => (
          <rect
            key={key}
            x={index * pitch - 1}
            width={pitch}
            height={height + foot}
            fill="transparent"
            className={`hover:fill-ink/10 ${onPress === undefined ? '' : 'cursor-pointer'}`}
            onClick={onPress}
          >
            <title>{title}</title>
          </rect>
        ))}
      </g>
    </svg>
  );
};
