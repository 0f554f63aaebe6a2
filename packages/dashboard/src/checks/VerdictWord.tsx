import { type CheckResult, checkResultWords } from '@sightglass/model';
import { Glyph } from '../components/glyph/Glyph.tsx';

const shapes = { fail: 'crossedDiamond', warn: 'triangle', skip: 'dash', pass: 'disc' } as const;

/** The result of a check by shape and word. */
export const VerdictWord = ({ verdict }: { verdict: CheckResult }) => {
  const { word, tone } = checkResultWords[verdict];
  return (
    <span
      className={`${verdict === 'pass' ? '' : `tone tone-${tone}`} inline-flex items-center gap-2 whitespace-nowrap`}
    >
      <Glyph shape={shapes[verdict]} tone={tone} />
      {word}
    </span>
  );
};
