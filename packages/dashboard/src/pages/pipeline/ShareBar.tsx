/** A share of the run as a bar of liquid; more than the whole is drawn as the whole. */
export const ShareBar = ({ share }: { share: number }) => (
  <svg viewBox="0 0 100 12" preserveAspectRatio="none" aria-hidden="true" className="block h-3 w-full min-w-24">
    <rect y="3" height="6" width="100" className="fill-line" />
    <rect y="3" height="6" width={Math.min(1, share) * 100} className="fill-liquid" />
  </svg>
);
