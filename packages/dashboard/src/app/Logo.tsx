/** The pipe with one section and one leak. */
export const Logo = () => (
  <svg viewBox="0 0 32 24" width="32" height="24" aria-hidden="true">
    <path
      d="M0 5H32V13H22C24.5 13.500 25.500 15 25.500 17L24.2 23L22.900 17C22.700 15 21 14 17 14H0Z"
      fill="var(--fluid)"
      fillOpacity="0.5"
    />
    <path d="M8 2.500H19M8 16.500H19" stroke="var(--edge)" fill="none" />
    <path d="M8 1V18M19 1V18" stroke="var(--ink)" strokeWidth="2" fill="none" />
  </svg>
);
