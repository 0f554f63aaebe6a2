/** A bar of something that is there is seen, however little it is. In px. */
const leastPx = 2;

/** How long the bar of a share is, in px, when that of 1 is `fullPx`: none of nothing, and never more than the whole. */
export const barLength = (share: number, fullPx: number): number =>
  share > 0 ? Math.min(fullPx, Math.max(leastPx, share * fullPx)) : 0;
