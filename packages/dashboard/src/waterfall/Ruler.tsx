import { formatDuration } from '../format/duration.ts';
import { nameColumn } from './columns.ts';
import { placeSpan, rulerTicks, type View } from './view.ts';

export const Ruler = ({ view }: { view: View }) => (
  <div aria-hidden="true" className="flex border-b border-line text-tick text-dim">
    <div className={nameColumn} />
    <div className="relative h-6 min-w-0 flex-1">
      {rulerTicks(view, 8).map((ms) => (
        <Tick key={ms} ms={ms} left={placeSpan(view, ms, 0).left} />
      ))}
    </div>
  </div>
);

/** Near the right edge there is no room for its label, sooner so on a phone. */
const Tick = ({ ms, left }: { ms: number; left: number }) =>
  left > 0.94 ? null : (
    <span
      className={`absolute bottom-0 border-l border-edge pb-1 pl-1 whitespace-nowrap max-sm:even:hidden ${left > 0.7 ? 'max-sm:hidden' : ''}`}
      style={{ left: `${left * 100}%` }}
    >
      {formatDuration(ms)}
    </span>
  );
