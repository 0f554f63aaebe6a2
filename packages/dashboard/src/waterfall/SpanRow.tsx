import { memo } from 'react';
import { StateGlyph } from '../components/glyph/StateGlyph.tsx';
import { shownOfState } from '@sightglass/model';
import { formatDuration } from '../format/duration.ts';
import { countOf, formatCount } from '../format/number.ts';
import { nameColumn } from './Ruler.tsx';
import type { ShownSpan, SpanTree } from './tree.ts';
import { placeSpan, type View } from './view.ts';

interface Props {
  readonly id: string;
  readonly tree: SpanTree;
  readonly index: number;
  readonly row: number;
  readonly top: number;
  readonly view: View;
  readonly isFolded: boolean;
  readonly isActive: boolean;
  readonly isChosen: boolean;
  readonly isDimmed: boolean;
}

export const SpanRow = memo(({ id, tree, index, row, top, view, isFolded, isActive, isChosen, isDimmed }: Props) => {
  const span = tree.spans[index];
  if (span === undefined) return null;
  const depth = tree.depth[index] ?? 0;
  const below = tree.below[index] ?? 0;
  const parent = tree.spans[tree.indexOf.get(span.parentSpanId ?? '') ?? -1];
  const isFailed = span.status === 'ERROR';
  return (
    <div
      id={id}
      role="row"
      aria-level={depth + 1}
      aria-rowindex={row + 1}
      aria-selected={isChosen}
      {...(below > 0 ? { 'aria-expanded': !isFolded } : {})}
      style={{ transform: `translateY(${top}px)` }}
      className={`absolute top-0 left-0 flex h-6 w-full cursor-pointer items-center hover:bg-raised ${isActive ? 'outline outline-fluid -outline-offset-1' : ''} ${isChosen ? 'bg-raised' : ''} ${isDimmed ? 'opacity-40' : ''}`}
    >
      <div
        role="gridcell"
        className={`${nameColumn} flex items-center gap-1.5 overflow-hidden pr-3`}
        style={{ paddingLeft: Math.min(depth, 16) * 12 }}
      >
        <Fold below={below} isFolded={isFolded} />
        {isFailed ? <Cross /> : null}
        {span.status === 'STOPPED' ? <StateGlyph shown={shownOfState('aborted')} isNamed /> : null}
        <span className={`truncate ${isFailed ? 'text-bad' : ''}`} title={`${span.name} · ${span.service}`}>
          {span.name}
        </span>
        {parent !== undefined && parent.service !== span.service ? (
          <span className="truncate text-dim">{span.service}</span>
        ) : null}
        {isFolded && below > 0 ? <span className="shrink-0 text-second text-dim">+{formatCount(below)}</span> : null}
      </div>
      <div role="gridcell" data-bars className="relative h-full min-w-0 flex-1">
        <Bar span={span} view={view} isStage={span.stage === span.name} />
      </div>
    </div>
  );
});
SpanRow.displayName = 'SpanRow';

const Fold = ({ below, isFolded }: { below: number; isFolded: boolean }) =>
  below === 0 ? (
    <span className="w-4 shrink-0" />
  ) : (
    <button
      type="button"
      tabIndex={-1}
      aria-label={isFolded ? `Unfold ${countOf(below, 'span')}` : 'Fold'}
      className="flex size-4 shrink-0 items-center justify-center text-dim hover:text-ink"
    >
      <svg viewBox="0 0 8 8" width="8" height="8" aria-hidden="true">
        <path
          d={isFolded ? 'M2 0.500L6 4L2 7.500' : 'M0.500 2L4 6L7.500 2'}
          fill="none"
          stroke="currentColor"
          strokeWidth="1.4"
        />
      </svg>
    </button>
  );

const Cross = () => (
  <svg viewBox="0 0 12 12" width="10" height="10" role="img" aria-label="Error" className="shrink-0 text-bad">
    <path d="M6 0L12 6L6 12L0 6Z" fill="currentColor" />
    <path d="M4.1 4.1L7.900 7.900M7.900 4.1L4.1 7.900" stroke="var(--paper)" strokeWidth="1.4" />
  </svg>
);

/** Calls that leave the program are outlined, its own work is solid, stages are full strength. */
const barClass = (span: ShownSpan, isStage: boolean): string => {
  if (span.status === 'ERROR') return 'bg-bad';
  if (span.status === 'STOPPED') return 'border border-aside bg-aside/15';
  if (span.kind === 'CLIENT' || span.kind === 'PRODUCER') return 'border border-fluid bg-fluid/15';
  return isStage ? 'bg-fluid' : 'bg-liquid';
};

const Bar = ({ span, view, isStage }: { span: ShownSpan; view: View; isStage: boolean }) => {
  const { left, right, isBefore, isAfter } = placeSpan(view, span.startMs, span.durationMs);
  if (isBefore || isAfter) {
    return (
      <span className={`absolute top-1 text-second text-dim ${isBefore ? 'left-1' : 'right-1'}`}>
        {isBefore ? '‹' : '›'}
      </span>
    );
  }
  /** On the left where the right has no room, on a phone sooner. */
  const isLabelLeft = right > 0.88 || (right > 0.7 && left > 0.3);
  return (
    <>
      <span
        className={`absolute top-[7px] h-2.5 min-w-0.5 rounded-[1px] ${barClass(span, isStage)}`}
        style={{ left: `${left * 100}%`, width: `${Math.max(0, right - left) * 100}%` }}
      />
      <span
        className="pointer-events-none absolute top-1 text-tick leading-4 whitespace-nowrap text-dim"
        style={
          isLabelLeft
            ? left > 0.1
              ? { right: `${(1 - left) * 100}%`, paddingRight: 6 }
              : { display: 'none' }
            : { left: `${right * 100}%`, paddingLeft: 6 }
        }
      >
        {formatDuration(span.durationMs)}
      </span>
    </>
  );
};
