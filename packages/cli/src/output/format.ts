import { visibleLine } from '@sightglass/model';

export { formatBytes, formatCount } from '@sightglass/model';

/** `850 ms`, `12.3 s`, `4 m 05 s`, `2 h 07 m`. */
export const formatDuration = (durationMs: number): string => {
  if (durationMs < 1000) return `${Math.round(durationMs)} ms`;
  if (durationMs < 59_950) return `${(durationMs / 1000).toFixed(1)} s`;
  const seconds = Math.round(durationMs / 1000);
  const minutes = Math.floor(seconds / 60);
  if (minutes < 60) return `${minutes} m ${pad(seconds % 60)} s`;
  return `${Math.floor(minutes / 60)} h ${pad(minutes % 60)} m`;
};

/** `2026-11-23 14:02:11` in local time. */
export const formatInstant = (instant: string): string => {
  const at = new Date(instant);
  if (Number.isNaN(at.getTime())) return visibleLine(instant);
  const date = [at.getFullYear(), pad(at.getMonth() + 1), pad(at.getDate())].join('-');
  return `${date} ${[at.getHours(), at.getMinutes(), at.getSeconds()].map(pad).join(':')}`;
};

const pad = (value: number): string => String(value).padStart(2, '0');
