import type { DependencyState } from '@sightglass/model/api';
import { healthWords } from '../words/health-words.ts';

const shapes: Record<DependencyState, React.ReactNode> = {
  up: <circle cx="6" cy="6" r="3.75" fill="currentColor" />,
  degraded: (
    <>
      <circle cx="6" cy="6" r="4.5" fill="none" stroke="currentColor" strokeWidth="1.5" />
      <path d="M1.5 6A4.5 4.5 0 0 0 10.5 6Z" fill="currentColor" />
    </>
  ),
  down: (
    <>
      <path d="M6 0L12 6L6 12L0 6Z" fill="currentColor" />
      <path d="M4.1 4.1L7.9 7.9M7.9 4.1L4.1 7.9" stroke="var(--paper)" strokeWidth="1.4" />
    </>
  ),
  unknown: (
    <circle cx="6" cy="6" r="4.5" fill="none" stroke="currentColor" strokeWidth="1.75" strokeDasharray="1.6 1.93" />
  ),
};

/** The shape of the health of a database, 12 px. Give it `said` where the word does not stand beside it. */
export const HealthGlyph = ({ state, said = false }: { state: DependencyState; said?: boolean }) => {
  const { word, tone } = healthWords[state];
  return (
    <svg
      viewBox="0 0 12 12"
      width="12"
      height="12"
      className={`tone tone-${tone} inline-block shrink-0`}
      {...(said ? { role: 'img', 'aria-label': word } : { 'aria-hidden': true })}
    >
      {shapes[state]}
    </svg>
  );
};
