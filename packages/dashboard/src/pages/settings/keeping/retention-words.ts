import type { RetentionAnswer } from '@sightglass/model/rest';
import { countOf, formatBytes } from '@sightglass/model/words/count';

type Sizes = Pick<RetentionAnswer, 'bytes' | 'mostBytes' | 'disk' | 'forecast'>;

/** How full it is, and when something may be; an estimate says that it is one. */
export const forecastWords = ({ bytes, mostBytes, disk, forecast }: Sizes): string => {
  const now = `Logs, spans and metrics take ${formatBytes(bytes)} of the ${formatBytes(mostBytes)} that retention.bytes allows; ${formatBytes(disk.freeBytes)} of the disk are free.`;
  const { bytesPerDay, basedOnDays, fullInDays, fullBy } = forecast;
  if (bytesPerDay === null) return `${now} How much a day takes is known after the first whole day.`;
  const rate = `About ${formatBytes(bytesPerDay)} a day were added, by the last ${countOf(basedOnDays, 'whole day')}`;
  if (fullInDays === null) return `${now} ${rate}: at that rate old days go before anything is full (an estimate).`;
  const end =
    fullBy === 'disk'
      ? 'the disk is full, and senders are refused'
      : 'that limit is reached, and the oldest day goes early';
  return `${now} ${rate}: at that rate ${end} in about ${countOf(fullInDays, 'day')} (an estimate).`;
};

export const heldWords = ({ heldBytes, disk }: Pick<RetentionAnswer, 'heldBytes' | 'disk'>): string =>
  `Legal holds keep ${formatBytes(heldBytes)} that would be deleted otherwise. The disk fills by as much; ${formatBytes(disk.freeBytes)} are free.`;
