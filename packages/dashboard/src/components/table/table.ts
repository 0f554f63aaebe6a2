/** Classes of a plain table: hairlines between rows of 32 px, figures to the right. On a phone its rows stack: `stacked` in base.css. */
export const tableClass = 'stacked w-full border-collapse';
export const headCell = 'head border-b border-line py-2 pr-5 align-bottom whitespace-nowrap last:pr-0';
export const headFigure = `${headCell} text-end`;
export const cell = 'h-8 border-b border-line pr-5 last:pr-0';
export const figureCell = `${cell} text-end whitespace-nowrap`;
/** The frame of a table: one wider than its frame scrolls in it, and a line marks the edge behind which more columns are. */
export const frameClass = 'sideways';
