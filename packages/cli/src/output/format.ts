import { visibleLine } from '@sightglass/model/words/visible-line';

export { formatBytes, formatCount } from '@sightglass/model/words/count';
export { formatDuration } from '@sightglass/model/words/duration';

/** `2026-11-23 14:02:11` in local time. */
export const formatInstant = (instant: string): string => {
  const at = new Date(instant);
  if (Number.isNaN(at.getTime())) return visibleLine(instant);
  const date = [at.getFullYear(), pad(at.getMonth() + 1), pad(at.getDate())].join('-');
  return `${date} ${[at.getHours(), at.getMinutes(), at.getSeconds()].map(pad).join(':')}`;
};

const pad = (value: number): string => String(value).padStart(2, '0');
