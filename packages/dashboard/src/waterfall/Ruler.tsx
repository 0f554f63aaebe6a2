import { tickLabels } from './tick-labels.ts';
import { placeSpan, rulerTicks, type View } from './view.ts';

/** The width that names take beside the bars. */
export const nameColumn = 'w-[38%] max-w-[440px] shrink-0 max-sm:w-[46%]';

export const Ruler = ({ view }: { view: View }) => {
  const ticks = rulerTicks(view, 8);
  const labels = tickLabels(ticks);
  return (
    <div aria-hidden="true" className="flex border-b border-line text-tick text-dim">
      <div className={nameColumn} />
      <div className="relative h-6 min-w-0 flex-1">
        {ticks.map((ms, index) => (
          <Tick key={ms} words={labels[index] ?? ''} left={placeSpan(view, ms, 0).left} />
        ))}
      </div>
    </div>
  );
};

/** Near the right edge there is no room for its label, sooner so on a phone. */
const Tick = ({ words, left }: { words: string; left: number }) =>
  left > 0.94 ? null : (
    <span
      className={`absolute bottom-0 border-l border-edge pb-1 pl-1 whitespace-nowrap max-sm:even:hidden ${left > 0.7 ? 'max-sm:hidden' : ''}`}
      style={{ left: `${left * 100}%` }}
    >
      {words}
    </span>
  );
