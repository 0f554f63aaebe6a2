import type { CheckResult } from '@sightglass/model/rest';
import { barLength } from '../components/chart/bar-length.ts';

export interface VerdictBar {
  readonly key: string;
  /** Null where nothing was measured. */
  readonly value: number | null;
  readonly verdict: CheckResult | null;
  readonly title: string;
  readonly onPress?: () => void;
}

interface Props {
  readonly label: string;
  readonly bars: readonly VerdictBar[];
  readonly height: number;
  readonly pitch: number;
  /** The least value a bar may stand for at full height, unless one is larger: so that little looks like little. */
  readonly leastFull?: number;
  /** The bars measure something else than what the verdict is about: only the signs are coloured. */
  readonly isCalm?: boolean;
}

/** The latest is at the right, also when fewer are known. */
const slots = 30;

const foot = 8;
const signs: Record<CheckResult, string> = {
  fail: 'm0.5 0l5 5m0 -5l-5 5',
  warn: 'm3 0l3 5h-6Z',
  skip: 'm0 2.5h6',
  pass: '',
};
const tones = { fail: 'tone tone-bad', warn: 'tone tone-warn', skip: 'tone tone-aside', pass: 'text-liquid' } as const;

/** A bar for each check, oldest first, its verdict as a sign under the line. What can be pressed here is also in a table of the page. */
export const VerdictBars = ({ label, bars, height, pitch, leastFull = 1e-9, isCalm = false }: Props) => {
  const most = Math.max(leastFull, ...bars.map(({ value }) => value ?? 0));
  const width = Math.max(slots, bars.length) * pitch;
  return (
    <svg
      width={width}
      height={height + foot + 2}
      viewBox={`0 0 ${width} ${height + foot + 2}`}
      role="img"
      aria-label={label}
      className="block"
    >
      <path d={`M0 ${height + 0.5}H${width}`} stroke="var(--line)" />
      {bars.map(({ key, value, verdict, title, onPress }, index) => {
        const x = width - (bars.length - index) * pitch;
        const tall = barLength((value ?? 0) / most, height);
        return (
          <g key={key} className={verdict === null ? 'text-dim' : tones[verdict]}>
            <path
              d={`M${x} ${height - tall}h${pitch - 2}V${height}h${2 - pitch}Z`}
              fill={isCalm ? 'var(--liquid)' : 'currentColor'}
            />
            {verdict === null ? null : (
              <path
                d={`M${x + (pitch - 8) / 2} ${height + 3}${signs[verdict]}`}
                fill="none"
                stroke="currentColor"
                strokeWidth="1.2"
              />
            )}
            <rect
              x={x - 1}
              width={pitch}
              height={height + foot}
              fill="transparent"
              className={onPress === undefined ? '' : 'cursor-pointer hover:fill-ink/10'}
              onClick={onPress}
            >
              <title>{title}</title>
            </rect>
          </g>
        );
      })}
    </svg>
  );
};
