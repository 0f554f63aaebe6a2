import type { Shown, ShownState } from '@sightglass/model';

const arrow = (
  <path
    d="M0.5 2.5H11.500M6 4V10.500M2.75 7.25L6 10.500L9.250 7.25"
    fill="none"
    stroke="currentColor"
    strokeWidth="1.6"
  />
);

const triangle = (
  <path d="M6 1.5L11 10.500H1ZM6 5V7.500M6 8.500V9.500" fill="none" stroke="currentColor" strokeWidth="1.4" />
);

const clock = (
  <g fill="none" stroke="currentColor" strokeWidth="1.5">
    <circle cx="6" cy="6" r="4.75" fill="currentColor" fillOpacity="0.25" />
    <path d="M6 3.2V6L8 7.400" />
  </g>
);

const shapes: Record<ShownState, React.ReactNode> = {
  running: (
    <g className="turning">
      <circle cx="6" cy="6" r="4.25" fill="none" stroke="currentColor" strokeOpacity="0.3" strokeWidth="1.5" />
      <path d="M6 1.75A4.25 4.25 0 0 1 10.25 6" fill="none" stroke="currentColor" strokeWidth="2" />
    </g>
  ),
  succeeded: <circle cx="6" cy="6" r="3.75" fill="currentColor" />,
  failed: (
    <>
      <path d="M6 0L12 6L6 12L0 6Z" fill="currentColor" />
      <path d="M4.1 4.1L7.900 7.900M7.900 4.1L4.1 7.900" stroke="var(--paper)" strokeWidth="1.4" />
    </>
  ),
  aborted: <rect x="2" y="2" width="8" height="8" fill="none" stroke="currentColor" strokeWidth="1.5" />,
  lost: (
    <circle cx="6" cy="6" r="4.5" fill="none" stroke="currentColor" strokeWidth="1.75" strokeDasharray="1.6 1.93" />
  ),
  missed: (
    <g fill="none" stroke="currentColor" strokeWidth="1.5">
      <circle cx="6" cy="6" r="4.75" />
      <path d="M6 3.2V6L8 7.400" />
    </g>
  ),
  rejected: arrow,
  doubtful: arrow,
  'stage-failed': triangle,
  broken: triangle,
  unchecked: triangle,
  unenriched: triangle,
  shared: triangle,
  empty: triangle,
  outdated: triangle,
  dependency: triangle,
  late: clock,
  slow: clock,
  unbalanced: <path d="M1.5 4H10.5M1.5 8H10.5M8 1.2L4 10.800" fill="none" stroke="currentColor" strokeWidth="1.6" />,
};

interface Props {
  readonly shown: Shown<ShownState>;
  /** Its word is not beside the shape: name it to screen readers. */
  readonly isNamed?: boolean;
}

/** The shape of a state, 12 px. */
export const StateGlyph = ({ shown: { id, word, tone }, isNamed = false }: Props) => (
  <svg
    viewBox="0 0 12 12"
    width="12"
    height="12"
    className={`tone tone-${tone} inline-block shrink-0`}
    {...(isNamed ? { role: 'img', 'aria-label': word } : { 'aria-hidden': true })}
  >
    {shapes[id]}
  </svg>
);

export const StateWord = ({ shown }: { shown: Shown<ShownState> }) => (
  <span
    className={`${shown.id === 'succeeded' ? '' : `tone tone-${shown.tone}`} inline-flex items-center gap-2 whitespace-nowrap`}
  >
    <StateGlyph shown={shown} />
    {shown.word}
  </span>
);
