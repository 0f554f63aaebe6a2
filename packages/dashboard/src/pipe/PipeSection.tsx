import { isExplained, noRowsWord } from '@sightglass/model';
import { formatDuration } from '../format/duration.ts';
import { formatCompact, formatCount } from '../format/number.ts';
import { StateGlyph } from '../components/glyph/StateGlyph.tsx';
import type { LeakKind, Measure } from './draw/measure.ts';
import { onPress } from './on-press.ts';
import { PipeLeak } from './PipeLeak.tsx';
import { PipeTear } from './PipeTear.tsx';
import { insideReading, sectionName, sectionReading } from './reading.ts';
import type { Break } from './draw/glass.ts';
import type { SectionShape } from './draw/section-shape.ts';

interface Props {
  readonly shape: SectionShape;
  readonly measure: Measure;
  readonly isChosen: boolean;
  readonly onRead: (words: string | null) => void;
  readonly onChoose: (stageId: string, leak: LeakKind | null) => void;
  /** Shows the sections that a break stands for. */
  readonly onReveal: (keys: readonly string[]) => void;
}

export const PipeSection = ({ shape, measure, isChosen, onRead, onChoose, onReveal }: Props) => {
  const { planned } = shape;
  const { section } = planned;
  const words = sectionReading(planned);
  const isBundle = section.bundled.length > 0;
  const choose = (leak: LeakKind | null = null) => (isBundle ? onReveal(section.bundled) : onChoose(section.key, leak));
  return (
    <g>
      <g
        role="button"
        tabIndex={0}
        aria-label={words}
        {...(isBundle ? { 'aria-expanded': false } : { 'aria-pressed': isChosen })}
        onClick={() => choose()}
        onKeyDown={onPress(choose)}
        onFocus={() => onRead(words)}
        onBlur={() => onRead(null)}
        onPointerEnter={() => onRead(words)}
        onPointerLeave={() => onRead(null)}
      >
        <Glass shape={shape} isChosen={isChosen} isRight={measure.direction === 'right'} />
      </g>
      <Header shape={shape} measure={measure} />
      {shape.leaks.map((leak) => (
        <PipeLeak
          key={leak.kind}
          leak={leak}
          planned={planned}
          isDense={measure.isDense}
          onRead={onRead}
          onChoose={() => choose(leak.kind)}
        />
      ))}
      {shape.tear === null ? null : <PipeTear tear={shape.tear} words={insideReading(planned)} onRead={onRead} />}
      {shape.cap === null ? null : (
        <path className={`toned tone-${section.state === 'failed' ? 'bad' : 'warn'}`} d={shape.cap} />
      )}
    </g>
  );
};

interface GlassProps {
  readonly shape: SectionShape;
  readonly isChosen: boolean;
  readonly isRight: boolean;
}

/** The section itself: walls, what flows in it, flanges. */
const Glass = ({ shape, isChosen, isRight }: GlassProps) => {
  const { section, gapInside } = shape.planned;
  return (
    <>
      <rect className="hit" {...shape.hit} />
      {isChosen ? <ChosenLine {...shape.hit} isRight={isRight} /> : null}
      {shape.glass.map((wall) => (
        <path key={wall} className={`glass ${section.isCounted ? '' : 'ghost'}`} d={wall} />
      ))}
      {shape.liquid.map((piece) => (
        <path key={piece} className="liquid" d={piece} />
      ))}
      {isExplained(gapInside) ? <path className="shine" d={shape.shine} /> : null}
      {section.state === 'running' && shape.outlet > 0 ? <path className="stream" d={shape.stream} /> : null}
      <path className="glass" d={shape.panes} />
      {shape.break === null ? null : <BreakMark {...shape.break} />}
      {shape.flanges.map((flange) => (
        <path key={flange} className="flange" d={flange} />
      ))}
    </>
  );
};

const BreakMark = ({ hole, edges }: Break) => (
  <>
    <path className="hole" d={hole} />
    {edges.map((edge) => (
      <path key={edge} className="glass" d={edge} />
    ))}
  </>
);

const ChosenLine = ({
  x,
  y,
  width,
  height,
  isRight,
}: {
  x: number;
  y: number;
  width: number;
  height: number;
  isRight: boolean;
}) =>
  isRight ? (
    <path className="chosen" d={`M${x + 4} ${y}H${x + width - 4}`} />
  ) : (
    <path className="chosen" d={`M${x} ${y + 4}V${y + height - 4}`} />
  );

const Header = ({ shape, measure }: { shape: SectionShape; measure: Measure }) => {
  const { section } = shape.planned;
  const { x, y } = shape.header;
  const room = measure.direction === 'right' ? shape.end - shape.start + measure.couplingLength - 8 : 220;
  const name = sectionName(section);
  const isPlain = section.shown.id === 'succeeded' || section.isExpected;
  return (
    <g aria-hidden="true" pointerEvents="none">
      {isPlain ? null : (
        <g transform={`translate(${x} ${y - 10})`}>
          <StateGlyph shown={section.shown} />
        </g>
      )}
      <text x={x + (isPlain ? 0 : 18)} y={y} className={section.bundled.length > 0 ? 'revealing' : 'strong'}>
        {shorten(name, room - (isPlain ? 0 : 18), 7.2)}
      </text>
      <text x={x} y={y + 17} className="second">
        {shorten(secondLine(shape, measure.isDense), room, 6.4)}
      </text>
    </g>
  );
};

const secondLine = ({ planned: { section } }: SectionShape, isDense: boolean): string => {
  const { rows, isCounted, isExpected, durationMs, bundled } = section;
  if (isExpected) return 'not started';
  if (bundled.length > 0) return isCounted ? `${formatCompact(rows.read || rows.written)} rows` : noRowsWord(section);
  if (!isCounted) return `${noRowsWord(section)} · ${formatDuration(durationMs)}`;
  const shown = rows.read || rows.written;
  return isDense
    ? `${formatCompact(shown)} · ${formatDuration(durationMs)}`
    : `${formatCount(shown)} rows · ${formatDuration(durationMs)}`;
};

const shorten = (text: string, room: number, letter: number): string => {
  const most = Math.max(4, Math.floor(room / letter));
  return text.length <= most ? text : `${text.slice(0, most - 1)}…`;
};
