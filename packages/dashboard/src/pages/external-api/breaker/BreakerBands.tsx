import { type TimeWindow } from '@sightglass/model';
import type { BreakerSpan } from '@sightglass/model/rest';
import { useWidth } from '../../../components/chart/use-width.ts';
import { countOf } from '../../../format/number.ts';
import { formatTime } from '../../../format/time.ts';
import type { Band, Lane } from './breaker-lanes.ts';

interface Props {
  readonly lanes: readonly Lane[];
  readonly window: TimeWindow;
}

const laneHeight = 40;
const bandTop = 20;
const bandHeight = 14;
const axisHeight = 24;
const leastBand = 3;
const mostLanes = 8;
const tickSpace = 160;

/** Times breakers were not closed, a lane for each pipeline. The table below says the same, with reason and run. */
export const BreakerBands = ({ lanes, window }: Props) => {
  const [frame, width] = useWidth<HTMLDivElement>();
  const shown = lanes.slice(0, mostLanes);
  const height = shown.length * laneHeight;
  return (
    <div ref={frame} className="pt-1">
      <Legend lanes={shown} />
      <svg width={width} height={height + axisHeight} role="img" aria-label={summary(lanes)} className="block">
        {shown.map(({ name, bands }, index) => (
          <g key={name} transform={`translate(0 ${index * laneHeight})`}>
            <text y="13" className="fill-ink text-second">
              {name}
            </text>
            <path d={`M0 ${bandTop + bandHeight + 0.5}H${width}`} stroke="var(--line)" />
            {(['open', 'half-open', 'isolated'] as const).map((state) => (
              <path
                key={state}
                d={bands
                  .filter((band) => band.state === state)
                  .map((band) => drawn(band, width))
                  .join('')}
                className={bandClass[state]}
              />
            ))}
          </g>
        ))}
        <g transform={`translate(0 ${height})`} className="fill-dim text-tick">
          {ticksOf(width).map((share) => (
            <text
              key={share}
              x={share * width}
              y="16"
              textAnchor={share === 0 ? 'start' : share === 1 ? 'end' : 'middle'}
            >
              {formatTime(window.fromMs + share * (window.toMs - window.fromMs), window.toMs)}
            </text>
          ))}
        </g>
      </svg>
      {lanes.length > mostLanes ? (
        <p className="text-dim">{countOf(lanes.length - mostLanes, 'more pipeline')} in the table.</p>
      ) : null}
    </div>
  );
};

type HeldState = Exclude<BreakerSpan['state'], 'closed'>;

/** Open stands full, half-open half as high, isolated is hollow: distinct without their colours. */
const bandClass: Readonly<Record<HeldState, string>> = {
  open: 'fill-bad',
  'half-open': 'fill-warn',
  isolated: 'fill-none stroke-warn stroke-2',
};

const drawn = ({ state, from, to }: Band, width: number): string => {
  const [x, wide] = [from * width, Math.max(leastBand, (to - from) * width)];
  return shapeOf(state, Math.min(x, width - wide), wide);
};

const shapeOf = (state: BreakerSpan['state'], x: number, width: number): string => {
  const inset = state === 'isolated' ? 1 : 0;
  const top = bandTop + inset + (state === 'half-open' ? bandHeight / 2 : 0);
  return `M${x + inset} ${top}H${x + width - inset}V${bandTop + bandHeight - inset}H${x + inset}Z`;
};

const Legend = ({ lanes }: { lanes: readonly Lane[] }) => {
  const states = new Set(lanes.flatMap(({ bands }) => bands.map(({ state }) => state)));
  return (
    <p className="flex gap-5 pb-2 text-second text-dim">
      {(['open', 'half-open', 'isolated'] as const)
        .filter((state) => states.has(state))
        .map((state) => (
          <span key={state} className="inline-flex items-center gap-1.5">
            <svg width="20" height={bandHeight} viewBox={`0 ${bandTop} 20 ${bandHeight}`} aria-hidden="true">
              <path d={shapeOf(state, 0, 20)} className={bandClass[state]} />
            </svg>
            {state}
          </span>
        ))}
    </p>
  );
};

/** As many as have room and part an hour, a day or a week evenly: at least both ends. */
const ticksOf = (width: number): number[] => {
  const gaps = [6, 4, 3, 2].find((count) => count * tickSpace <= width) ?? 1;
  return Array.from({ length: gaps + 1 }, (_, index) => index / gaps);
};

const summary = (lanes: readonly Lane[]): string =>
  `When breakers were not closed: ${lanes.map(({ name, bands }) => `${name} ${countOf(bands.length, 'time')}`).join(', ')}`;
