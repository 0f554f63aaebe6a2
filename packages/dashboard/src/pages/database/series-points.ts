import type { MetricSeries } from '@sightglass/model/rest';

/** The values of one line of a series, oldest first; none while the series is not there. Pure. */
export const pointsOf = (series: MetricSeries | undefined, label: string, value: string): number[] => {
  const line = series?.series.find(({ labels }) => labels[label] === value);
  return (line?.points ?? []).flatMap(([, point]) => point ?? []);
};
