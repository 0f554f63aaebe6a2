import type { CheckVerdict } from '@sightglass/model/api';
import { Glyph } from '../components/Glyph.tsx';
import { verdictWords } from '../words/verdict-words.ts';

const shapes = { fail: 'crossedDiamond', warn: 'triangle', skip: 'dash', pass: 'disc' } as const;

/** The shape of a verdict, 12 px. Give it `said` where the word does not stand beside it. */
export const VerdictGlyph = ({ verdict, said = false }: { verdict: CheckVerdict; said?: boolean }) => {
  const { word, tone } = verdictWords[verdict];
  return <Glyph shape={shapes[verdict]} tone={tone} said={said ? word : undefined} />;
};

export const VerdictWord = ({ verdict }: { verdict: CheckVerdict }) => (
  <span
    className={`${verdict === 'pass' ? '' : `tone tone-${verdictWords[verdict].tone}`} inline-flex items-center gap-2 whitespace-nowrap`}
  >
    <VerdictGlyph verdict={verdict} />
    {verdictWords[verdict].word}
  </span>
);
