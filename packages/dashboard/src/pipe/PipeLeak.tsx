import { useId } from 'react';
import { formatCompact, formatCount } from '../format/number.ts';
import { onPress } from './on-press.ts';
import type { PlannedSection } from './plan/plan.ts';
import { leakReading } from './reading.ts';
import type { Leak } from './draw/leak-shape.ts';
import { leakTones } from './draw/tones.ts';

interface Props {
  readonly leak: Leak;
  readonly planned: PlannedSection;
  readonly isDense: boolean;
  readonly onRead: (words: string | null) => void;
  readonly onChoose: () => void;
}

export const PipeLeak = ({ leak, planned, isDense, onRead, onChoose }: Props) => {
  const blend = useId();
  const words = leakReading(planned, leak.kind);
  const { from, to } = leak.gradient;
  const count = isDense ? formatCompact(leak.rows) : formatCount(leak.rows);
  const kind = isDense && leak.kind === 'deduplicated' ? 'dedup.' : leak.kind;
  const point = () => onRead(words);
  const leave = () => onRead(null);
  return (
    <g className={`leak tone-${leakTones[leak.kind]}`} onPointerEnter={point} onPointerLeave={leave} onClick={onChoose}>
      <linearGradient id={blend} gradientUnits="userSpaceOnUse" x1={from.x} y1={from.y} x2={to.x} y2={to.y}>
        <stop offset="0" stopColor="var(--liquid)" />
        <stop offset="1" stopColor="var(--tone)" />
      </linearGradient>
      <path d={leak.path} fill={`url(#${blend})`} fillOpacity="0.85" />
      <g
        role="button"
        tabIndex={0}
        aria-label={`${count} ${kind}: ${words}. Show their logs`}
        onKeyDown={onPress(onChoose)}
        onFocus={point}
        onBlur={leave}
      >
        <rect className="hit" x={leak.label.x - 8} y={leak.label.y - 14} width={isDense ? 72 : 112} height={20} />
        <text {...leak.label} className="toned">
          <tspan className="strong">{count}</tspan> {kind}
        </text>
      </g>
    </g>
  );
};
