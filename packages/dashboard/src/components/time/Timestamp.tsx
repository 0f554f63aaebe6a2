import { formatAgo } from '../../format/duration.ts';
import { formatExactTime, formatTime, formatUtc } from '../../format/time.ts';
import { zoneWord } from '../../format/zone.ts';
import { useTicking } from './use-now.ts';

const hover = (at: string) =>
  zoneWord() === 'UTC' ? formatUtc(at) : `${formatExactTime(Date.parse(at), 0)} ${zoneWord()} · ${formatUtc(at)}`;

/** `3 m ago`, ticking; the exact local and UTC time on hover. */
export const Ago = ({ at }: { at: string }) => {
  const words = useTicking((now) => formatAgo(Date.parse(at), now));
  return (
    <time dateTime={at} title={hover(at)} className="whitespace-nowrap">
      {words}
    </time>
  );
};

/** `02:13:05.120`, with its day when that is not today: where seconds matter. */
export const Exactly = ({ at }: { at: string }) => {
  const words = useTicking((now) => formatExactTime(Date.parse(at), now));
  return (
    <time dateTime={at} title={hover(at)} className="whitespace-nowrap">
      {words}
    </time>
  );
};

/** `02:13`, with its day when that is not today; exact and UTC on hover. */
export const Timestamp = ({ at }: { at: string }) => {
  const words = useTicking((now) => formatTime(Date.parse(at), now));
  return (
    <time dateTime={at} title={hover(at)} className="whitespace-nowrap">
      {words}
    </time>
  );
};
