/** The width that names take beside the bars. */
export const nameColumn = 'w-[38%] max-w-[440px] shrink-0 max-sm:w-[46%]';
