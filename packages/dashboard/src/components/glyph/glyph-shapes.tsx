/** Shapes that mean the same wherever they stand, drawn into 12 × 12. */
export const glyphShapes = {
  disc: <circle cx="6" cy="6" r="3.75" fill="currentColor" />,
  crossedDiamond: (
    <>
      <path d="M6 0L12 6L6 12L0 6Z" fill="currentColor" />
      <path d="M4.1 4.1L7.9 7.9M7.9 4.1L4.1 7.9" stroke="var(--paper)" strokeWidth="1.4" />
    </>
  ),
  halfRing: (
    <>
      <circle cx="6" cy="6" r="4.5" fill="none" stroke="currentColor" strokeWidth="1.5" />
      <path d="M1.5 6A4.5 4.5 0 0 0 10.5 6Z" fill="currentColor" />
    </>
  ),
  dottedRing: (
    <circle cx="6" cy="6" r="4.5" fill="none" stroke="currentColor" strokeWidth="1.75" strokeDasharray="1.6 1.93" />
  ),
  barredRing: (
    <g fill="none" stroke="currentColor">
      <circle cx="6" cy="6" r="4.75" strokeWidth="1.5" />
      <path d="M3.25 6H8.75" strokeWidth="2" />
    </g>
  ),
  triangle: (
    <path d="M6 1.5L11 10.500H1ZM6 5V7.500M6 8.500V9.500" fill="none" stroke="currentColor" strokeWidth="1.4" />
  ),
  dash: <path d="M2 6H10" stroke="currentColor" strokeWidth="1.75" />,
} as const;
