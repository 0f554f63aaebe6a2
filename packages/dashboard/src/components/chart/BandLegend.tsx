import type { ChartBand } from './time-chart-options.ts';

/** What the bands behind the lines stand for; nothing where there are none. */
export const BandLegend = ({ bands }: { readonly bands: readonly ChartBand[] }) => {
  const kinds = [...new Map(bands.map((band) => [band.name, band])).values()];
  return kinds.length === 0 ? null : (
    <p className="flex flex-wrap gap-x-5 gap-y-1 pb-4 text-second text-dim">
      Behind the lines:
      {kinds.map(({ name, role, lane }) => (
        <span key={name} className="inline-flex items-center gap-1.5">
          <svg width="20" height="14" aria-hidden="true">
            <path d="M0 0H20V14H0Z" fill={`var(--${role})`} opacity="0.16" />
            <path d={lane === 'upper' ? 'M0 0H20V4H0Z' : 'M0 10H20V14H0Z'} fill={`var(--${role})`} />
          </svg>
          {name}
        </span>
      ))}
    </p>
  );
};
