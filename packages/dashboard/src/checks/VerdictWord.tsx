import type { CheckVerdict } from '@sightglass/model/rest';
import { Glyph } from '../components/glyph/Glyph.tsx';
import { verdictWords } from '../words/verdict-words.ts';

const shapes = { fail: 'crossedDiamond', warn: 'triangle', skip: 'dash', pass: 'disc' } as const;

/** A verdict by shape and word. */
export const VerdictWord = ({ verdict }: { verdict: CheckVerdict }) => {
  const { word, tone } = verdictWords[verdict];
  return (
    <span
      className={`${verdict === 'pass' ? '' : `tone tone-${tone}`} inline-flex items-center gap-2 whitespace-nowrap`}
    >
      <Glyph shape={shapes[verdict]} tone={tone} />
      {word}
    </span>
  );
};
