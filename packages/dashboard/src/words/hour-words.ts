import type { RunHours } from '@sightglass/model/rest';
import { formatDuration } from '../format/duration.ts';
import { countOf, formatCount } from '../format/number.ts';

export type RunHour = RunHours['items'][number];

/** Monday first. */
export const weekdayNames = ['Mon', 'Tue', 'Wed', 'Thu', 'Fri', 'Sat', 'Sun'] as const;

/** `02` */
export const clockHour = (hour: number): string => String(hour).padStart(2, '0');

/** `Mon 02:00 to 03:00` of `mon-02`. */
export const weekHourWords = (weekHour: string): string => {
  const [day = '', hour = ''] = weekHour.split('-');
  return `${day.charAt(0).toUpperCase()}${day.slice(1)} ${hour}:00 to ${clockHour(Number(hour) + 1)}:00`;
};

/** `Mon 02:00 to 03:00: 12 runs, 3 failed or missed, median 4 m` */
export const hourWords = (weekHour: string, found: RunHour | undefined): string => {
  if (found === undefined) return `${weekHourWords(weekHour)}: no run`;
  const { runs, unwell, medianMs } = found;
  const parts = [
    countOf(runs, 'run'),
    ...(unwell === 0 ? [] : [`${formatCount(unwell)} failed or missed`]),
    ...(medianMs === null ? [] : [`median ${formatDuration(medianMs)}`]),
  ];
  return `${weekHourWords(weekHour)}: ${parts.join(', ')}`;
};
