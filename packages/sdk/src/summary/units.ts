import { formatBytes as bytesWords } from '@sightglass/model';

const nothing = '·';

export const formatCount = (count: number): string => (count === 0 ? nothing : count.toLocaleString('en'));

export const formatBytes = (bytes: number | undefined): string => (bytes === undefined ? nothing : bytesWords(bytes));

export const formatDuration = (ms: number | undefined): string => {
  if (ms === undefined) return nothing;
  if (ms < 1) return `${Math.round(ms * 1000)} µs`;
  if (ms < 1000) return `${ms < 10 ? ms.toFixed(1) : Math.round(ms)} ms`;
  if (ms < 60_000) return `${(ms / 1000).toFixed(1)} s`;
  const seconds = Math.round(ms / 1000);
  const [hours, minutes] = [Math.floor(seconds / 3600), Math.floor(seconds / 60) % 60];
  return `${hours === 0 ? '' : `${hours} h `}${minutes} min ${seconds % 60} s`;
};
