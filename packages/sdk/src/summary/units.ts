import {
  formatBytes as bytesWords,
  formatCount as countWords,
  formatDuration as durationWords,
} from '@sightglass/model';

const nothing = '·';

export const formatCount = (count: number): string => (count === 0 ? nothing : countWords(count));

export const formatBytes = (bytes: number | undefined): string => (bytes === undefined ? nothing : bytesWords(bytes));

export const formatDuration = (ms: number | undefined): string => (ms === undefined ? nothing : durationWords(ms));
