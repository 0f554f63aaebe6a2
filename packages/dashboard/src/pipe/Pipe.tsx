import { useMemo, useState } from 'react';
import { countOf } from '../format/number.ts';
import { useWidth } from '../components/chart/use-width.ts';
import { layPipe, type PipeLayout } from './draw/layout.ts';
import type { LeakKind } from './draw/measure.ts';
import { PipeJoint } from './PipeJoint.tsx';
import { PipeSection } from './PipeSection.tsx';
import { PipeTear } from './PipeTear.tsx';
import { planPipe, type PipePlan, type PipeRun } from './plan/plan.ts';

export interface PipeProps {
  readonly run: PipeRun;
  /** Stage ids of the chosen section. */
  readonly chosen: string | null;
  /** The equation of the whole run, read while nothing is pointed at. */
  readonly rest: string;
  readonly onChoose: (stageId: string, leak: LeakKind | null) => void;
}

/** A run drawn as a pipe of glass, and below it one line of reading for whatever is pointed at. */
export const Pipe = ({ run, chosen, rest, onChoose }: PipeProps) => {
  const [frame, width] = useWidth<HTMLDivElement>();
  const [reading, setReading] = useState<string | null>(null);
  const [revealed, setRevealed] = useState<ReadonlySet<string>>(nothing);
  const plan = useMemo(
    () => planPipe(run, new Set([...revealed, ...(chosen === null ? [] : [chosen])])),
    [run, revealed, chosen],
  );
  const layout = useMemo(() => (width === 0 ? null : layPipe(plan, width)), [plan, width]);
  const reveal = (keys: readonly string[]) => setRevealed(new Set([...revealed, ...keys.slice(0, revealStep)]));
  return (
    <div ref={frame} className="min-h-24">
      {layout === null ? null : (
        <div className="sideways -mx-2 overflow-y-hidden px-2 py-2" tabIndex={layout.width > width ? 0 : -1}>
          <Drawing
            plan={plan}
            layout={layout}
            chosen={chosen}
            rest={rest}
            onRead={setReading}
            onChoose={onChoose}
            onReveal={reveal}
          />
        </div>
      )}
      <div className="mt-2 flex min-h-10 items-start gap-4 border-t border-line pt-2 sm:min-h-7">
        <p className="min-w-0 flex-1">{reading ?? rest}</p>
        {revealed.size === 0 ? null : (
          <button type="button" className="link" onClick={() => setRevealed(nothing)}>
            Show the short pipe
          </button>
        )}
      </div>
    </div>
  );
};

interface DrawingProps extends Omit<PipeProps, 'run'> {
  readonly plan: PipePlan;
  readonly layout: PipeLayout;
  readonly onRead: (words: string | null) => void;
  /** Brings sections that a break stands for. */
  readonly onReveal: (keys: readonly string[]) => void;
}

const Drawing = ({ plan, layout, chosen, rest, onRead, onChoose, onReveal }: DrawingProps) => (
  <svg
    className="pipe"
    width={layout.width}
    height={layout.height}
    role="group"
    aria-label={`Rows through ${countOf(countSections(plan), 'stage')}: ${rest}`}
  >
    {layout.groups.map(({ name, line, label }) => (
      <g key={name}>
        <path className="glass" d={line} />
        <text className="caption" {...label}>
          {name}
        </text>
      </g>
    ))}
    {layout.joints.map((joint) => (
      <PipeJoint key={joint.key} joint={joint} axes={layout.axes} />
    ))}
    {layout.sections.map((shape) => (
      <PipeSection
        key={shape.planned.section.key}
        shape={shape}
        measure={layout.measure}
        isChosen={chosen !== null && shape.planned.section.stageIds.includes(chosen)}
        onRead={onRead}
        onChoose={onChoose}
        onReveal={onReveal}
      />
    ))}
    {layout.joints.map(({ key, tear, reading: words }) =>
      tear === null ? null : <PipeTear key={key} tear={tear} words={words} onRead={onRead} />,
    )}
  </svg>
);

const nothing: ReadonlySet<string> = new Set();
/** How many sections one press on a break brings. */
const revealStep = 20;

const countSections = ({ sections }: PipePlan): number =>
  sections.reduce((sum, { section }) => sum + Math.max(1, section.bundled.length), 0);
