import type { CheckVerdict } from '@sightglass/model/api';
import { verdictWords } from '../words/verdict-words.ts';

const shapes: Record<CheckVerdict, React.ReactNode> = {
  fail: (
    <>
      <path d="M6 0L12 6L6 12L0 6Z" fill="currentColor" />
      <path d="M4.1 4.1L7.900 7.900M7.900 4.1L4.1 7.900" stroke="var(--paper)" strokeWidth="1.4" />
    </>
  ),
  warn: <path d="M6 1.5L11 10.500H1ZM6 5V7.500M6 8.500V9.500" fill="none" stroke="currentColor" strokeWidth="1.4" />,
  skip: <path d="M2 6H10" stroke="currentColor" strokeWidth="1.75" />,
  pass: <circle cx="6" cy="6" r="3.75" fill="currentColor" />,
};

/** The shape of a verdict, 12 px. Give it `said` where the word does not stand beside it. */
export const VerdictGlyph = ({ verdict, said = false }: { verdict: CheckVerdict; said?: boolean }) => {
  const { word, tone } = verdictWords[verdict];
  return (
    <svg
      viewBox="0 0 12 12"
      width="12"
      height="12"
      className={`tone tone-${tone} inline-block shrink-0`}
      {...(said ? { role: 'img', 'aria-label': word } : { 'aria-hidden': true })}
    >
      {shapes[verdict]}
    </svg>
  );
};

export const VerdictWord = ({ verdict }: { verdict: CheckVerdict }) => (
  <span
    className={`${verdict === 'pass' ? '' : `tone tone-${verdictWords[verdict].tone}`} inline-flex items-center gap-2 whitespace-nowrap`}
  >
    <VerdictGlyph verdict={verdict} />
    {verdictWords[verdict].word}
  </span>
);
