import { countOf } from '@sightglass/model/words/count';
import type { CheckProgress } from '@sightglass/sdk/checks';
import { formatBytes, formatDuration } from '../output/format.ts';
import { shortName, widthOf } from '../output/text.ts';

const barCells = 24;
const leastName = 8;
/** What is left is guessed once so much of the file has been read. */
const leastShare = 0.02;

/** `orders.csv  ━━━╌╌╌  42 % of 1.2 GiB · 3,400,000 rows · 12.0 s left`, on one line of the terminal: the bar goes first, then the name. */
export const progressLine = (file: string, progress: CheckProgress, elapsedMs: number, width = 80): string => {
  const facts = factsOf(progress, elapsedMs);
  const room = width - 1 - widthOf(facts) - 2;
  const name = shortName(file, Math.max(leastName, Math.min(40, room)));
  const isWide = widthOf(name) + 2 + barCells <= room;
  return [name, ...(isWide ? [barOf(shareOf(progress))] : []), facts].join('  ');
};

const shareOf = ({ bytesRead, bytes }: CheckProgress): number => (bytes === 0 ? 0 : Math.min(1, bytesRead / bytes));

const barOf = (share: number): string => '━'.repeat(Math.round(share * barCells)).padEnd(barCells, '╌');

const factsOf = (progress: CheckProgress, elapsedMs: number): string => {
  const share = shareOf(progress);
  return [
    `${Math.floor(share * 100)} % of ${formatBytes(progress.bytes)}`,
    countOf(progress.rows, 'row'),
    ...(share < leastShare ? [] : [`${formatDuration((elapsedMs / share) * (1 - share))} left`]),
  ].join(' · ');
};
