import type { Stage } from '@sightglass/model/rest';
import { StateGlyph } from '../../../components/glyph/StateGlyph.tsx';

interface Props {
  readonly stage: Stage;
  readonly depth: number;
  readonly isChosen: boolean;
  readonly onChoose: (stageId: string) => void;
}

/** A stage in a table: chooses it, as its section in the pipe does. */
export const StageName = ({ stage, depth, isChosen, onChoose }: Props) => (
  <button
    type="button"
    aria-pressed={isChosen}
    data-row
    onClick={() => onChoose(stage.stageId)}
    style={{ paddingInlineStart: Math.min(depth, 8) * 16 }}
    className="flex max-w-[36ch] items-center gap-2 hover:underline aria-pressed:text-fluid"
    title={stage.name}
  >
    <StateGlyph shown={stage.shown} isNamed />
    <span className="truncate">{stage.name}</span>
  </button>
);
