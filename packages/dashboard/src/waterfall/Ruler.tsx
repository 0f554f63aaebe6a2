import { formatDuration } from '../format/duration.ts';
import { nameColumn } from './columns.ts';
import { placeSpan, rulerTicks, type View } from './view.ts';

export const Ruler = ({ view }: { view: View }) => (
  <div aria-hidden="true" className="flex border-b border-line text-tick text-dim">
    <div className={nameColumn} />
    <div className="relative h-6 min-w-0 flex-1">
      {rulerTicks(view, 8).map((ms) => (
        <span
          key={ms}
          className="absolute bottom-0 border-l max-sm:even:hidden border-edge pb-1 pl-1 whitespace-nowrap"
          style={{ left: `${placeSpan(view, ms, 0).left * 100}%` }}
        >
          {formatDuration(ms)}
        </span>
      ))}
    </div>
  </div>
);
